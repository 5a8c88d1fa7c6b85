import { expect, it } from "vitest";
import type { ExplainedSample } from "../../../shared/ipc/inspect.js";
import { normalizedScores, scoreSum } from "./contributions.js";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** A sample of m features and three classes, by a formula. */
function sampleOf(m: number): ExplainedSample {
  const contributions = Float64Array.from({ length: 3 * m }, (_, k) => Math.sin(k * k + 1) / (1 + (k % 7)));
  const bias = Float64Array.of(0.12345, -1.00049, 0.5);
  const logits = bias.map((b, c) => sum([...contributions.subarray(c * m, (c + 1) * m)]) + b);
  const max = Math.max(...logits);
  const terms = logits.map((z) => Math.exp(z - max));
  const normalizer = sum([...terms]);
  return {
    index: 0,
    row: 1,
    truth: 0,
    predicted: logits.indexOf(max),
    confidence: 1 / normalizer,
    features: Int32Array.from({ length: m }, (_, j) => j),
    values: new Float64Array(m).fill(1),
    contributions,
    logits,
    max,
    terms,
    normalizer,
    probabilities: terms.map((term) => term / normalizer),
    names: Array.from({ length: m }, (_, j) => `x${j}`),
    given: new Array(m).fill(1),
    link: "softmax",
    bias,
    nFeatures: m,
  };
}

it.each([1, 4, 8, 9, 64])("sums %i contributions, the rest and the bias to the score that is shown", (m) => {
  const sample = sampleOf(m);
  const { scores } = normalizedScores(sample);
  for (const c of [0, 1, 2]) {
    const { rows, rest, bias, score } = scoreSum(sample, c, 8);
    expect(sum(rows.map(({ units }) => units)) + (rest?.units ?? 0) + bias).toBe(score);
    expect(score).toBe(scores[c]);
    expect(rows.length + (rest?.count ?? 0)).toBe(m);
    const sizes = rows.map(({ name }) => Math.abs(sample.contributions[c * m + Number(name.slice(1))]));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  }
});

it("adds up in every column from scores to probabilities", () => {
  const { scores, max, relative, terms, normalizer, percents } = normalizedScores(sampleOf(5));
  expect(relative.map((units) => units + max)).toEqual(scores);
  expect(Math.max(...relative)).toBe(0);
  expect(sum(terms)).toBe(normalizer);
  expect(Math.max(...terms)).toBe(10_000);
  expect(sum(percents)).toBe(10_000);
});
