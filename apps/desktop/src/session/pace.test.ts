import { expect, it } from "vitest";
import { Pace } from "./pace.js";

/** How many of ten steps are taken before the pace holds. */
async function stepsTaken(pace: Pace, act: (pace: Pace) => void): Promise<number> {
  let taken = 0;
  void (async () => {
    while (taken < 10) {
      await pace.next();
      taken++;
    }
  })();
  act(pace);
  await new Promise((resolve) => setTimeout(resolve));
  return taken;
}

it("runs freely unless it is paused", async () => {
  expect(await stepsTaken(new Pace(), () => {})).toBe(10);
  expect(await stepsTaken(new Pace(true), () => {})).toBe(0);
});

it("takes one step, then pauses", async () => {
  const pace = new Pace(true);
  expect(await stepsTaken(pace, () => pace.step())).toBe(1);
  expect(pace.paused).toBe(true);
});

it("goes on when it is resumed", async () => {
  const pace = new Pace(true);
  expect(await stepsTaken(pace, () => pace.resume())).toBe(10);
  expect(pace.paused).toBe(false);
});
