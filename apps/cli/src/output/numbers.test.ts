import { describe, expect, test } from "vitest";
import { count, duration, metric, percent, plain, plural, significant } from "./numbers.js";

describe("significant", () => {
  test.each([
    [0.261864547, 4, "0.2619"],
    [0.261864547, 10, "0.2618645470"],
    [0.1, 4, "0.1000"],
    [3.2e-9, 2, "3.2e-9"],
    [3e-9, 2, "3e-9"],
    [0, 4, "0"],
    [-0.0012, 3, "-0.00120"],
    [12.3456, 3, "12.3"],
    [1234.5, 3, "1235"],
    [2e7, 3, "2e7"],
    [Number.NaN, 3, "NaN"],
    [-Infinity, 3, "-∞"],
  ])("%d to %i digits", (x, digits, text) => {
    expect(significant(x, digits)).toBe(text);
  });
});

test.each([
  [0.0045, "5 ms"],
  [0.41, "410 ms"],
  [1.24, "1.2 s"],
  [42.4, "42 s"],
  [119.7, "2 min 0 s"],
  [200, "3 min 20 s"],
  [7500, "2 h 5 min"],
])("%d seconds are %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test("counts, shares and metrics", () => {
  expect(count(60_000)).toBe("60,000");
  expect(count(2.5)).toBe("2.50");
  expect(plural(1, "class", "classes")).toBe("1 class");
  expect(plural(1797, "row")).toBe("1,797 rows");
  expect(percent(0.97333)).toBe("97.3%");
  expect(percent(null)).toBe("–");
  expect(metric(null)).toBe("–");
  expect(plain(0.001)).toBe("0.001");
  expect(plain(0.00731234)).toBe("0.007312");
});
