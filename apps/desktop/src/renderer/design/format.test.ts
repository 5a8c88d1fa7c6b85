import { expect, it } from "vitest";
import { count, duration, measure, percent } from "./format.js";

it("shows numbers as people read them", () => {
  expect(count(1797)).toBe("1,797");
  expect(percent(0.9583)).toBe("95.8%");
  expect(measure(0.12345)).toBe("0.1235");
  expect(measure(8.6e-12)).toBe("8.6e−12");
  expect(measure(0)).toBe("0.000");
  expect(measure(-0.5)).toBe("−0.5000");
  expect(measure(-2.5e6)).toBe("−2.5e6");
  expect(duration(0.815)).toBe("0.81 s");
  expect(duration(200)).toBe("3 min 20 s");
});

it("shows a dash for what was not measured", () => {
  for (const none of [null, undefined, Number.NaN]) {
    expect(percent(none)).toBe("–");
    expect(measure(none)).toBe("–");
  }
});
