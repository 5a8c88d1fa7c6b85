import { readFileSync } from "node:fs";
import { encodeNpy, encodeNpz, type StoredArray } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { parseNpy, parseNpz } from "./arrays.js";
import { DataError } from "./dataset.js";

const fixture = (name: string) => ({
  name,
  bytes: new Uint8Array(readFileSync(new URL(`../test/fixtures/formats/${name}`, import.meta.url))),
});

const floats = (shape: readonly number[], values: readonly number[]): StoredArray => ({
  dtype: "float64",
  shape,
  data: Float64Array.from(values),
});
const bytes = (shape: readonly number[]): StoredArray => ({
  dtype: "uint8",
  shape,
  data: new Uint8Array(shape.reduce((product, n) => product * n, 1)),
});

describe("files that NumPy wrote", () => {
  it("x.npy and y.npy", () => {
    const x = fixture("x.npy");
    expect(parseNpy(x.bytes, { name: "x.npy", labels: fixture("y.npy") })).toEqual({
      name: "x.npy",
      nSamples: 3,
      columns: [
        {
          kind: "block",
          name: "x",
          features: {
            kind: "dense",
            data: new Float32Array([0, 1, 2, 3, 4, 5]),
            nRows: 3,
            nColumns: 2,
            scale: 1,
          },
          image: undefined,
        },
        { kind: "number", name: "label", values: new Float64Array([2, 0, 1]) },
      ],
      label: "label",
    });
  });

  it("x.npy alone has no label", () => {
    const dataset = parseNpy(fixture("x.npy").bytes, { name: "x.npy" });
    expect(dataset.label).toBeUndefined();
    expect(dataset.columns).toHaveLength(1);
  });

  it("xy.npz: integers become float64, labels may be [n, 1]", () => {
    const { columns, test } = parseNpz(fixture("xy.npz").bytes, { name: "xy.npz" });
    expect(columns[0]).toMatchObject({
      features: { data: new Float64Array([0, 1, 2, 3, 4, 5]), nColumns: 2 },
    });
    expect(columns[1]).toMatchObject({ values: new Float64Array([0, 1, 1]) });
    expect(test).toBeUndefined();
  });

  it("mnist-like.npz: images stay bytes, the test arrays become the test set", () => {
    const { columns, test, nSamples } = parseNpz(fixture("mnist-like.npz").bytes, { name: "mnist.npz" });
    const image = { height: 2, width: 3, channels: 1, order: "interleaved" };
    const data = Uint8Array.from({ length: 12 }, (_, i) => i);
    expect(nSamples).toBe(2);
    expect(columns[0]).toMatchObject({ image, features: { data, nRows: 2, nColumns: 6 } });
    expect(columns[1]).toMatchObject({ values: new Float64Array([1, 0]) });
    expect(test).toMatchObject({ nSamples: 1, label: "label" });
    expect(test?.columns[0]).toMatchObject({ image, features: { data: data.subarray(0, 6) } });
  });
});

describe("shapes", () => {
  it.each<[StoredArray, object | undefined]>([
    [bytes([2, 5]), undefined],
    [bytes([2, 4, 5]), { height: 4, width: 5, channels: 1, order: "interleaved" }],
    [bytes([2, 4, 5, 3]), { height: 4, width: 5, channels: 3, order: "interleaved" }],
    [bytes([2, 4, 5, 17]), undefined],
    [floats([1, 2, 2], [1, 2, 3, 4]), undefined],
  ])("%j", (array, image) => {
    const [block] = parseNpy(encodeNpy(array), { name: "x.npy" }).columns;
    const nColumns = array.data.length / array.shape[0];
    expect(block).toMatchObject({ image, features: { nRows: array.shape[0], nColumns } });
  });

  it("other spellings of the names are found, other arrays passed over", () => {
    const arrays = {
      train_images: bytes([2, 1]),
      train_labels: bytes([2]),
      val_images: bytes([5]),
      "TEST.X": bytes([1, 1]),
    };
    const dataset = parseNpz(encodeNpz(arrays), { name: "a.npz" });
    expect([dataset.nSamples, dataset.label, dataset.test?.nSamples, dataset.test?.label]).toEqual([
      2,
      "label",
      1,
      undefined,
    ]);
  });
});

describe("refused", () => {
  const parse = (x: StoredArray, y?: StoredArray) =>
    parseNpy(encodeNpy(x), { name: "x.npy", labels: y && { name: "y.npy", bytes: encodeNpy(y) } });
  const big: StoredArray = { dtype: "int64", shape: [1, 2], data: new BigInt64Array([1n, 2n ** 53n + 2n]) };

  it.each<[string, () => unknown, string]>([
    [
      "bytes that are not .npy",
      () => parseNpy(new Uint8Array(3), { name: "x.npy" }),
      "x.npy: decodeNpy: the file has 3",
    ],
    [
      "bytes that are not .npz",
      () => parseNpz(new Uint8Array(3), { name: "x.npz" }),
      "x.npz: zip: no end of the directory",
    ],
    [
      "one axis",
      () => parse(floats([2], [1, 2])),
      "x.npy: shape [2]; expected [samples, features], neither of them 0",
    ],
    ["a scalar", () => parse(floats([], [1])), "x.npy: shape []; expected [samples, features]"],
    ["no samples", () => parse(floats([0, 3], [])), "x.npy: shape [0, 3]; expected [samples, features]"],
    ["no features", () => parse(floats([3, 0], [])), "x.npy: shape [3, 0]; expected [samples, features]"],
    [
      "NaN",
      () => parse(floats([2, 2], [1, 2, 3, Number.NaN])),
      "x.npy, row 2, column 2: NaN; expected a finite number",
    ],
    [
      "infinity",
      () => parse(floats([2, 2], [1, -Infinity, 3, 4])),
      "x.npy, row 1, column 2: -Infinity; expected",
    ],
    [
      "integers beyond 2⁵³",
      () => parse(big),
      "x.npy, element 2: 9007199254740994; expected at most 2⁵³ in size",
    ],
    [
      "too few labels",
      () => parse(bytes([3, 1]), bytes([2])),
      "y.npy: shape [2]; expected one label a sample, [3]",
    ],
    [
      "one-hot labels",
      () => parse(bytes([3, 1]), bytes([3, 2])),
      "y.npy: shape [3, 2]; expected one label a sample, [3]",
    ],
    [
      "no features",
      () => parseNpz(encodeNpz({ a: bytes([1]), y: bytes([1]) }), { name: "a.npz" }),
      "a.npz: no features among the arrays a, y; expected x and y, or x_train and y_train",
    ],
    [
      "features twice",
      () => parseNpz(encodeNpz({ X: bytes([1, 1]), data: bytes([1, 1]) }), { name: "a.npz" }),
      "a.npz: found both X and data; expected one of them",
    ],
    [
      "labels of another length",
      () => parseNpz(encodeNpz({ x: bytes([1, 1]), y: bytes([2]) }), { name: "a.npz" }),
      "a.npz, array y: shape [2]; expected one label a sample, [1]",
    ],
  ])("%s", (_, parse, message) => {
    expect(parse).toThrow(DataError);
    expect(parse).toThrow(message);
  });
});
