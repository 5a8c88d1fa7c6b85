import { expect, test } from "vitest";
import { predictionTexts } from "./predictionTexts.js";

const text = (...args: Parameters<typeof predictionTexts>) => [...predictionTexts(...args)].join("");

const prediction = { labels: ["a, b", 'c"'], probabilities: Float64Array.of(0.75, 0.25, 1 / 3, 2 / 3) };

test("CSV has a column for the prediction and one for each class's probability, quoted where it must be", () => {
  expect(text(prediction, [], "csv")).toBe('prediction\n"a, b"\n"c"""\n');
  expect(text(prediction, ["a, b", 'c"'], "csv")).toBe(
    'prediction,"probability_a, b","probability_c"""\n"a, b",0.75,0.25\n"c""",0.3333333333333333,0.6666666666666666\n',
  );
});

test("NDJSON has an object a row", () => {
  const lines = text({ ...prediction, labels: [7, -1] }, [7, 8], "ndjson")
    .trimEnd()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { prediction: 7, probability_7: 0.75, probability_8: 0.25 },
    { prediction: -1, probability_7: 1 / 3, probability_8: 2 / 3 },
  ]);
});

test.each([0, 1, 4095, 4096, 4097, 10_000])("%i rows come out in their order", (n) => {
  const labels = Array.from({ length: n }, (_, i) => `row ${i}`);
  const probabilities = Float64Array.from({ length: n }, (_, i) => i / 10_000);
  const [header, ...rows] = text({ labels, probabilities }, ["x"], "csv").trimEnd().split("\n");
  expect(header).toBe("prediction,probability_x");
  expect(rows).toEqual(labels.map((label, i) => `${label},${i / 10_000}`));
});
