import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type BlockColumn, DataError, type NumberColumn } from "./dataset.js";
import { gunzip } from "./gunzip.js";
import { parseIdx } from "./idx.js";

const folder = new URL("../../../../shared/data/fashion-mnist/", import.meta.url);
const missing = !existsSync(folder);

/** IDX bytes of this element type and shape. */
function idx(shape: readonly number[], data: readonly number[], type = 8): Uint8Array {
  const extents = shape.flatMap((extent) => [
    extent >>> 24,
    (extent >> 16) & 255,
    (extent >> 8) & 255,
    extent & 255,
  ]);
  return new Uint8Array([0, 0, type, shape.length, ...extents, ...data]);
}

describe("parseIdx", () => {
  it("keeps images as bytes, a row each, and knows their layout", () => {
    const dataset = parseIdx(idx([2, 1, 3], [1, 2, 3, 4, 5, 255]), { name: "images" });
    expect(dataset).toMatchObject({ name: "images", nSamples: 2 });
    expect(dataset.label).toBeUndefined();
    expect(dataset.columns).toEqual([
      {
        kind: "block",
        name: "pixel",
        features: {
          kind: "dense",
          data: new Uint8Array([1, 2, 3, 4, 5, 255]),
          nRows: 2,
          nColumns: 3,
          scale: 1,
        },
        image: { height: 1, width: 3, channels: 1, order: "planar" },
      },
    ]);
  });

  it("vectors are a block that is no image", () => {
    const [block] = parseIdx(idx([1, 4], [1, 2, 3, 4]), { name: "vectors" }).columns;
    expect(block).toMatchObject({ kind: "block", features: { nRows: 1, nColumns: 4 }, image: undefined });
  });

  it("labels are a column of numbers", () => {
    const labels = { name: "labels", bytes: idx([2], [9, 0]) };
    const dataset = parseIdx(idx([2, 1, 1], [1, 2]), { name: "images", labels });
    expect(dataset.label).toBe("label");
    expect(dataset.columns[1]).toEqual({ kind: "number", name: "label", values: new Float64Array([9, 0]) });
  });

  it("does not copy the images", () => {
    const bytes = idx([1, 1, 2], [1, 2]);
    const block = parseIdx(bytes, { name: "images" }).columns[0] as BlockColumn;
    bytes[bytes.length - 1] = 7;
    expect(block.features).toMatchObject({ data: new Uint8Array([1, 7]) });
  });

  it("a Node Buffer gives a plain Uint8Array, whose kind its copies share", () => {
    const block = parseIdx(Buffer.from(idx([1, 1, 2], [1, 2])), { name: "images" }).columns[0] as BlockColumn;
    expect(block.features).toMatchObject({ data: new Uint8Array([1, 2]) });
    expect(block.features.kind === "dense" && block.features.data.constructor).toBe(Uint8Array);
  });

  it.skipIf(missing)("reads Fashion-MNIST (skipped where ../shared/data is absent)", async () => {
    const file = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, folder))) });
    const labels = await gunzip(file("t10k-labels-idx1-ubyte.gz"));
    const images = await gunzip(file("t10k-images-idx3-ubyte.gz"));
    const dataset = parseIdx(images, { name: "t10k", labels: { name: "t10k-labels", bytes: labels } });
    expect(dataset.nSamples).toBe(10_000);
    const [pixels, label] = dataset.columns as [BlockColumn, NumberColumn];
    expect(pixels.image).toEqual({ height: 28, width: 28, channels: 1, order: "planar" });
    const counts = Array.from({ length: 10 }, (_, c) => label.values.filter((value) => value === c).length);
    expect(counts).toEqual(Array(10).fill(1000));
  });
});

describe("parseIdx refuses", () => {
  it.each<[string, Uint8Array, string]>([
    ["no bytes", new Uint8Array(0), "images: begins with the bytes (none); expected 00 00 08"],
    ["gzip", new Uint8Array([0x1f, 0x8b, 8, 0]), "begins with the bytes 1f 8b 08 00; expected 00 00 08"],
    [
      "floats",
      idx([1, 1, 1], [0, 0, 0, 0], 13),
      "byte 2 says that it holds 32-bit floats; expected 8, unsigned bytes",
    ],
    ["an unknown type", idx([1, 1, 1], [0], 77), "byte 2 says that it holds type 77"],
    ["labels in place of images", idx([2], [1, 2]), "byte 3 says that it has 1 axes; expected 2 or 3"],
    [
      "a header that is cut off",
      idx([2, 1, 1], []).subarray(0, 10),
      "the file ends at byte 10, within its header of 16 bytes",
    ],
    ["missing images", idx([2, 2, 2], [1, 2, 3]), "3 bytes follow the header; its shape [2, 2, 2] needs 8"],
    ["bytes too many", idx([1, 1, 1], [1, 2]), "2 bytes follow the header; its shape [1, 1, 1] needs 1"],
    [
      "a huge claim",
      idx([2 ** 31, 2 ** 31, 2 ** 31], []),
      "0 bytes follow the header; its shape [2147483648,",
    ],
    ["no samples", idx([0, 28, 28], []), "images: no samples; expected at least one"],
  ])("%s", (_, bytes, message) => {
    expect(() => parseIdx(bytes, { name: "images" })).toThrow(DataError);
    expect(() => parseIdx(bytes, { name: "images" })).toThrow(message);
  });

  it("labels that are fewer than the images", () => {
    const labels = { name: "labels", bytes: idx([1], [3]) };
    expect(() => parseIdx(idx([2, 1, 1], [1, 2]), { name: "images", labels })).toThrow(
      "labels: 1 labels; expected 2, one for each image of images",
    );
  });
});
