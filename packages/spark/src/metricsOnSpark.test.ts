import { metricsOf } from "@softmax/trainer";
import { expect, it } from "vitest";
import { metricsOfGroups } from "./metricsOnSpark.js";

const logits = Float64Array.of(2, 0, 0, 1, 3, 1, 0, 0, 0, -1, 4, 4.5);
const targets = Int32Array.of(0, 1, 2, 2);
const weights = Float64Array.of(1, 0.5, 2, 3);

/** What Spark answers: a group a row, which is one way to gather them. */
const groups = Array.from(targets, (target, i) => {
  const z = Array.from(logits.subarray(3 * i, 3 * i + 3));
  const total = z.reduce((sum, logit) => sum + Math.exp(logit), 0);
  const p = z.map((logit) => Math.exp(logit) / total);
  const confidence = Math.max(...p);
  const brier = p.reduce((sum, share, c) => sum + (share - Number(c === target)) ** 2, 0);
  const w = weights[i];
  return {
    ...{ target, predicted: p.indexOf(confidence), bin: Math.ceil(confidence * 15) - 1, n: 1n, weight: w },
    ...{ log_loss: -w * Math.log(p[target]), brier: w * brier, confidence: w * confidence },
  };
});

it("the metrics of gathered rows are those of the rows", () => {
  const found = metricsOfGroups(groups, "t", 3);
  const expected = metricsOf({ logits, targets, nClasses: 3, weights });
  expect(found.n).toBe(4);
  expect(found.confusion).toEqual(expected.confusion);
  for (const name of ["accuracy", "logLoss", "brier", "ece"] as const)
    expect(found[name]).toBeCloseTo(expected[name]!, 14);
});

it("refuses rows whose label the model does not know", () => {
  expect(() => metricsOfGroups([{ ...groups[0], target: null, n: 5n }], "t", 3)).toThrow(
    /^t: 5 rows have a label/,
  );
});
