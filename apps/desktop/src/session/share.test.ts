import { expect, it } from "vitest";
import { Share } from "./share.js";

it("takes its share of the time and no more, however long each time takes", () => {
  let now = 0;
  let spent = 0;
  const share = new Share(0.1, () => now);
  for (; now < 100_000; now++)
    if (share.due)
      share.spend(() => {
        now += 50;
        spent += 50;
      });
  expect(spent / now).toBeGreaterThan(0.09);
  expect(spent / now).toBeLessThanOrEqual(0.1 + 50 / 100_000);
});
