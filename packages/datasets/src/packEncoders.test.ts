import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "./dataset.js";
import type { Encoder } from "./encoder.js";
import { packEncoders, unpackEncoders } from "./packEncoders.js";

const encoders: Encoder[] = [
  { kind: "number", column: "age", median: 1 / 3, mean: 0.1 + 0.2, deviation: 5e-324 },
  { kind: "one-hot", column: "color", categories: ["", "blue", "red"] },
  {
    kind: "text",
    column: "sms",
    method: "tf-idf",
    vocabulary: ["a", "a b"],
    idf: Float64Array.of(1, Math.PI),
    ngrams: 2,
  },
  { kind: "text", column: "note", method: "hashing", buckets: 1024, ngrams: 1 },
  {
    kind: "block",
    column: "pixel",
    nFeatures: 64,
    image: { height: 8, width: 8, channels: 1, order: "planar" },
    scale: 1 / 16,
  },
  {
    kind: "block",
    column: "x",
    nFeatures: 2,
    featureNames: ["u", "v"],
    scale: 1,
    mean: Float64Array.of(-0, 1e300),
    deviation: Float64Array.of(1, 2),
  },
];

describe("packEncoders", () => {
  it("survives JSON and the arrays bit for bit", () => {
    const { json, arrays } = packEncoders(encoders);
    expect(unpackEncoders(JSON.parse(JSON.stringify(json)), arrays)).toEqual(encoders);
  });

  it("keeps vectors out of the JSON, under the encoder's index", () => {
    const { json, arrays } = packEncoders(encoders);
    expect(Object.keys(arrays)).toEqual(["2.idf", "5.mean", "5.deviation"]);
    expect(json[2]).toEqual({
      kind: "text",
      column: "sms",
      method: "tf-idf",
      vocabulary: ["a", "a b"],
      ngrams: 2,
    });
  });
});

describe("unpackEncoders", () => {
  const number = { kind: "number", column: "x", median: 0, mean: 0, deviation: 1 };
  const text = { kind: "text", column: "x", method: "tf-idf", vocabulary: ["a", "b"], ngrams: 2 };
  const hashing = { kind: "text", column: "x", method: "hashing", buckets: 8, ngrams: 2 };
  const block = { kind: "block", column: "x", nFeatures: 2, scale: 1 };

  it.each<[string, unknown, Record<string, Float64Array>?]>([
    ['encoders: found {"0":1}, expected a list', { 0: 1 }],
    ["encoder 1: encoder is null; expected an object", [number, null]],
    ['encoder 0: kind is "__proto__"; expected number, one-hot, text or block', [{ kind: "__proto__" }]],
    ["encoder 0: column is 3; expected a string", [{ ...number, column: 3 }]],
    ["encoder 0: median is null; expected a finite number", [{ ...number, median: null }]],
    ["encoder 0: deviation is 0; expected a number above 0", [{ ...number, deviation: 0 }]],
    [
      'encoder 0: categories is ["a","a"]; expected a list of distinct strings',
      [{ kind: "one-hot", column: "x", categories: ["a", "a"] }],
    ],
    ["encoder 0: ngrams is 3; expected 1 or 2", [{ ...text, ngrams: 3 }]],
    ['encoder 0: method is "bm25"; expected tf-idf or hashing', [{ ...text, method: "bm25" }]],
    ["encoder 0: idf is undefined; expected 2 numbers", [text]],
    ['encoder 0: idf is "3 numbers"; expected 2 numbers', [text], { "0.idf": new Float64Array(3) }],
    [
      'encoder 0: idf is "numbers that are not finite"; expected finite numbers',
      [text],
      { "0.idf": Float64Array.of(1, NaN) },
    ],
    ["encoder 0: buckets is 6; expected a power of two up to 2³⁰", [{ ...hashing, buckets: 6 }]],
    [
      "encoder 0: buckets is 4294967296; expected a power of two up to 2³⁰",
      [{ ...hashing, buckets: 2 ** 32 }],
    ],
    ["encoder 0: nFeatures is -1; expected a whole number", [{ ...block, nFeatures: -1 }]],
    ['encoder 0: featureNames is "1 names"; expected 2', [{ ...block, featureNames: ["u"] }]],
    [
      'encoder 0: image is {"height":2,"width":2}; expected height · width · channels = 2, planar or interleaved',
      [{ ...block, image: { height: 2, width: 2 } }],
    ],
    ["encoder 0: deviation is undefined; expected 2 numbers", [block], { "0.mean": new Float64Array(2) }],
    [
      "encoder 0: deviation is 0; expected numbers above 0",
      [block],
      { "0.mean": new Float64Array(2), "0.deviation": new Float64Array(2) },
    ],
  ])("refuses with: %s", (message, json, arrays = {}) => {
    expect(() => unpackEncoders(json, arrays)).toThrow(new DataError(message));
  });

  it("makes of any JSON either encoders or a DataError", () => {
    const kind = fc.constantFrom("number", "one-hot", "text", "block", "other");
    const field = fc.oneof(
      fc.constantFrom(0, 1, 2, -1, "x", "tf-idf", "hashing"),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const names = [
      "column",
      "median",
      "mean",
      "deviation",
      "categories",
      "method",
      "ngrams",
      "buckets",
      "vocabulary",
      "nFeatures",
      "scale",
    ];
    const encoder = fc.record({ kind, ...Object.fromEntries(names.map((name) => [name, field])) });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(encoder, { maxLength: 3 })), (json) => {
        try {
          expect(unpackEncoders(json, {})).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
