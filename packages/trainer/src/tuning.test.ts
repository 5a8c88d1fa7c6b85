import { describe, expect, it } from "vitest";
import { parseTuning, refuseDecided } from "./tuning.js";

describe("parseTuning", () => {
  it("fills in five folds and ridge", () => {
    expect(parseTuning({})).toEqual({ folds: 5, l1Ratio: 0 });
  });

  it.each([
    [{ folds: 1 }, "folds: found 1; expected a number ≥ 2"],
    [{ folds: 2.5 }, "folds: found 2.5; expected a whole number"],
    [{ l1Ratio: 1.1 }, "l1Ratio: found 1.1; expected a number ≤ 1"],
    [{ penalties: [] }, "penalties: found []; expected at least 1 of them"],
    [{ penalties: [1, -1] }, "penalties.1: found -1; expected a number ≥ 0"],
    [{ nPenalties: 0 }, "nPenalties: found 0; expected a number ≥ 1"],
    [{ penalties: [1], nPenalties: 3 }, "penalties and nPenalties both set the path; give one of them"],
  ])("refuses %j", (options, sentence) => {
    expect(() => parseTuning(options as never)).toThrow(sentence);
  });
});

describe("refuseDecided", () => {
  it.each([
    [{ l2: 1e-3 }, "l2: tuning sets the penalty; leave it out"],
    [{ C: 1 }, "C: tuning sets the penalty; leave it out"],
    [{ l1: 1 }, "l1: tuning sets the penalty; l1Ratio is the share of l1 in it; leave it out"],
    [{ validationSize: 0.1 }, "validationSize: cross-validation holds out every row once; leave it out"],
    [{ patience: 2 }, "patience: cross-validation has no validation rows to watch; leave it out"],
  ])("refuses %j", (options, sentence) => {
    expect(() => refuseDecided(options)).toThrow(sentence);
  });

  it("accepts options that say nothing: no l1, no validation rows", () => {
    expect(() => refuseDecided({ l1: 0, validationSize: 0, seed: 3 })).not.toThrow();
  });
});
