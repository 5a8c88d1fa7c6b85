import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCifar10 } from "./cifar.js";
import { type BlockColumn, DataError } from "./dataset.js";

/** A record a label, pixel k of record r being (r + k) mod 256. */
function batch(name: string, labels: readonly number[]) {
  const bytes = new Uint8Array(labels.length * 3073);
  labels.forEach((label, r) => {
    bytes[r * 3073] = label;
    for (let k = 0; k < 3072; k++) bytes[r * 3073 + 1 + k] = r + k;
  });
  return { name, bytes };
}

const names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
const meta = { name: "batches.meta.txt", bytes: new TextEncoder().encode(`${names.join("\n")}\n\n`) };

const file = (name: string) => ({
  name,
  bytes: new Uint8Array(readFileSync(new URL(`../test/fixtures/formats/${name}`, import.meta.url))),
});

describe("parseCifar10", () => {
  it("reads batches that NumPy wrote: red, green, blue, rows first", () => {
    const dataset = parseCifar10([file("data_batch_1.bin")], {
      name: "cifar",
      test: file("test_batch.bin"),
      meta: file("batches.meta.txt"),
    });
    expect(dataset.columns[1]).toMatchObject({ codes: new Int32Array([3, 9]), categories: names });
    expect(dataset.test?.columns[1]).toMatchObject({ codes: new Int32Array([0]), categories: names });
    const { features } = dataset.columns[0] as BlockColumn;
    const expected = Array.from({ length: 2 * 3072 }, (_, i) => {
      const [r, channel, y, x] = [Math.floor(i / 3072), (i >> 10) % 3, (i >> 5) & 31, i & 31];
      return 80 * channel + y + x + r;
    });
    expect(features).toMatchObject({ nRows: 2, nColumns: 3072, data: new Uint8Array(expected) });
  });

  it("joins batches in order; pixels stay planar bytes", () => {
    const dataset = parseCifar10([batch("a", [3, 9]), batch("b", [0])], { name: "cifar" });
    expect(dataset).toMatchObject({ name: "cifar", nSamples: 3, label: "label" });
    const [pixels, label] = dataset.columns;
    expect(label).toEqual({ kind: "number", name: "label", values: new Float64Array([3, 9, 0]) });
    const { features, image } = pixels as BlockColumn;
    expect(image).toEqual({ height: 32, width: 32, channels: 3, order: "planar" });
    const pixel = (r: number, k: number) => (features.kind === "dense" ? features.data[r * 3072 + k] : null);
    expect([pixel(0, 0), pixel(0, 3071), pixel(1, 0), pixel(1, 3071), pixel(2, 0)]).toEqual([
      0, 255, 1, 0, 0,
    ]);
  });

  it("the names of the classes become the labels, and the test batch the test set", () => {
    const dataset = parseCifar10([batch("a", [3])], { name: "cifar", meta, test: batch("t", [9, 0]) });
    expect(dataset.columns[1]).toEqual({
      kind: "string",
      name: "label",
      codes: new Int32Array([3]),
      categories: names,
    });
    expect(dataset.test).toMatchObject({ nSamples: 2, label: "label" });
    expect(dataset.test?.columns[1]).toMatchObject({ codes: new Int32Array([9, 0]), categories: names });
  });
});

describe("parseCifar10 refuses", () => {
  it.each<[string, () => unknown, string]>([
    ["no batches", () => parseCifar10([], { name: "cifar" }), "cifar: no batches; expected data_batch_1.bin"],
    [
      "an empty batch",
      () => parseCifar10([{ name: "a.bin", bytes: new Uint8Array(0) }], { name: "cifar" }),
      "a.bin: 0 bytes; expected a multiple of 3073, a label byte and 3072 pixels each",
    ],
    [
      "a batch that is cut off",
      () => parseCifar10([{ name: "a.bin", bytes: batch("", [1, 2]).bytes.subarray(1) }], { name: "cifar" }),
      "a.bin: 6145 bytes; expected a multiple of 3073",
    ],
    [
      "a label above 9",
      () => parseCifar10([batch("a.bin", [1]), batch("b.bin", [2, 10])], { name: "cifar" }),
      "b.bin, byte 3073: label 10; expected 0 … 9",
    ],
    [
      "nine class names",
      () =>
        parseCifar10([batch("a", [1])], {
          name: "cifar",
          meta: { name: "meta", bytes: new TextEncoder().encode(names.slice(1).join("\n")) },
        }),
      "meta: 9 distinct class names in 9 lines; expected ten",
    ],
    [
      "a class name that comes twice",
      () =>
        parseCifar10([batch("a", [1])], {
          name: "cifar",
          meta: { name: "meta", bytes: new TextEncoder().encode(["cat", ...names.slice(1)].join("\r\n")) },
        }),
      "meta: 9 distinct class names in 10 lines; expected ten",
    ],
  ])("%s", (_, parse, message) => {
    expect(parse).toThrow(DataError);
    expect(parse).toThrow(message);
  });
});
