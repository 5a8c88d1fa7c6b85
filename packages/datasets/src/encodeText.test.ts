import type { CsrFeatures } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import type { Dataset, StringColumn } from "./dataset.js";
import type { TextEncoder } from "./encoder.js";
import { encodeText, textFitter } from "./encodeText.js";
import { datasetFromRecords } from "./samples.js";
import { countTerms, hashTerm } from "./textTerms.js";

function fitText(column: StringColumn, rows: readonly number[], method: TextEncoder["method"]) {
  const fitter = textFitter(column.name, method);
  fitter.add(column, Int32Array.from(rows));
  return fitter.finish();
}

const texts = (...values: (string | null)[]): StringColumn => {
  const dataset: Dataset = datasetFromRecords([...values, "-"].map((text) => ({ text })));
  const column = dataset.columns[0] as StringColumn;
  return { ...column, codes: column.codes.slice(0, values.length) };
};

const rowsOf = ({ values, columns, rowStarts, nRows }: CsrFeatures) =>
  Array.from({ length: nRows }, (_, i) => {
    const [from, to] = [rowStarts[i], rowStarts[i + 1]];
    return Object.fromEntries(Array.from(columns.subarray(from, to), (j, k) => [j, values[from + k]]));
  });

describe("countTerms", () => {
  it("counts words and pairs of neighbors, in lower case", () => {
    expect(Object.fromEntries(countTerms("To be, or not to BE!", 2))).toEqual({
      to: 2,
      be: 2,
      or: 1,
      not: 1,
      "to be": 2,
      "be or": 1,
      "or not": 1,
      "not to": 1,
    });
  });

  it("knows words of any script, digits and underscores", () => {
    expect([...countTerms("Grüße, мир_2 नमस्ते £1.50", 1).keys()]).toEqual([
      "grüße",
      "мир_2",
      "नमस्ते",
      "1",
      "50",
    ]);
    expect(countTerms("…!?", 2).size).toBe(0);
  });
});

describe("tf-idf", () => {
  it("is count · (ln((1 + n) / (1 + df)) + 1), rows of length 1", () => {
    const column = texts("a b a", "a c", "b");
    const encoder = fitText(column, [0, 1, 2], "tf-idf");
    expect(encoder.vocabulary).toEqual(["a", "b"]);
    const idf = Math.log(4 / 3) + 1;
    expect(encoder.idf).toEqual(Float64Array.of(idf, idf));
    const [first, second, third] = rowsOf(encodeText(encoder, column, "float64"));
    expect(first[0]).toBeCloseTo(2 / Math.sqrt(5), 14);
    expect(first[1]).toBeCloseTo(1 / Math.sqrt(5), 14);
    expect(second).toEqual({ 0: 1 });
    expect(third).toEqual({ 1: 1 });
  });

  it("agrees with scikit-learn 1.9.1's TfidfVectorizer(min_df=2, ngram_range=(1, 2), token_pattern=r'\\w+')", () => {
    const sentences = ["The cat sat on the mat", "the cat ran", "A dog ran to the cat, to the mat!", "dogs"];
    const column = texts(...sentences);
    const encoder = fitText(column, [0, 1, 2, 3], "tf-idf");
    expect(encoder.vocabulary).toEqual(["cat", "mat", "ran", "the", "the cat", "the mat"]);
    const near = (values: number[]) => values.map((value) => expect.closeTo(value, 14));
    expect(Array.from(encoder.idf!)).toEqual(
      near([
        1.2231435513142097, 1.5108256237659907, 1.5108256237659907, 1.2231435513142097, 1.2231435513142097,
        1.5108256237659907,
      ]),
    );
    const rows = rowsOf(encodeText(encoder, column, "float64")).map((row) => Object.values(row));
    expect(rows[0]).toEqual(
      near([
        0.33238493582467016, 0.41056152195558904, 0.6647698716493403, 0.33238493582467016,
        0.41056152195558904,
      ]),
    );
    expect(rows[1]).toEqual(
      near([0.4700632841717594, 0.5806216725381333, 0.4700632841717594, 0.4700632841717594]),
    );
    expect(rows[2]).toEqual(
      near([
        0.3074791577119345, 0.37979793111449656, 0.37979793111449656, 0.614958315423869, 0.3074791577119345,
        0.37979793111449656,
      ]),
    );
    expect(rows[3]).toEqual([]);
  });

  it("learns from the training rows only; other words are passed over", () => {
    const column = texts("x y", "x z", "q q q", null);
    const encoder = fitText(column, [0, 1], "tf-idf");
    expect(encoder.vocabulary).toEqual(["x"]);
    expect(rowsOf(encodeText(encoder, column, "float64"))).toEqual([{ 0: 1 }, { 0: 1 }, {}, {}]);
  });

  it("takes every word where none is in two texts", () => {
    expect(fitText(texts("a b", "c"), [0, 1], "tf-idf").vocabulary).toEqual(["a", "a b", "b", "c"]);
  });
});

describe("hashing", () => {
  it("puts ±count of a term into its bucket, rows of length 1", () => {
    const column = texts("spam spam eggs", "eggs");
    const encoder = { ...fitText(column, [0], "hashing"), ngrams: 1 } as const;
    const features = encodeText(encoder, column, "float64");
    expect(features.nColumns).toBe(2 ** 18);
    const [first, second] = rowsOf(features);
    const bucket = (term: string) => hashTerm(term) % 2 ** 18;
    expect(Math.abs(first[bucket("spam")])).toBeCloseTo(2 / Math.sqrt(5), 14);
    expect(Math.abs(second[bucket("eggs")])).toBe(1);
    expect(Math.sign(first[bucket("eggs")])).toBe(Math.sign(second[bucket("eggs")]));
  });

  it("spreads terms evenly over few buckets, with either sign", () => {
    const terms = Array.from({ length: 8000 }, (_, i) => hashTerm(`term${i}`));
    const counts = new Int32Array(8);
    for (const hash of terms) counts[hash & 7]++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    const positive = terms.filter((hash) => hash >>> 31).length;
    expect(Math.abs(positive - 4000)).toBeLessThan(300);
  });
});
