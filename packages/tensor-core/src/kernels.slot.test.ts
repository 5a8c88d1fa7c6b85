import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { passes } from "../test/passes.js";
import { BACKENDS, integers, numbers, randomFeatures, STORED } from "../test/problems.js";
import {
  type BlockLayout,
  type BlockSize,
  blockBytes,
  decodeBlock,
  encodeBlock,
  passRows,
} from "./blocks.js";
import { type CsrFeatures, type Features, takeRows } from "./features.js";
import { defaultKernels } from "./kernels.default.js";
import type { Kernels, LinearKernel } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import type { Slot } from "./kernels.slot.js";
import { wasmKernels } from "./kernels.wasm.js";

function layoutOf(features: Features): BlockLayout {
  const { kind, nColumns } = features;
  const values = kind === "dense" ? features.data : features.values;
  const stored =
    values instanceof Uint8Array ? "uint8" : values instanceof Float32Array ? "float32" : "float64";
  return { kind, stored, nColumns, scale: kind === "dense" ? features.scale : 1 };
}

const sizeOf = (features: Features): BlockSize => ({
  nRows: features.nRows,
  nonzeros: features.kind === "csr" ? features.rowStarts[features.nRows] : 0,
});

const rowsBetween = (features: Features, from: number, to: number): Features =>
  takeRows(
    features,
    Array.from({ length: to - from }, (_, k) => from + k),
  );

function put(slot: Slot, features: Features): void {
  const size = sizeOf(features);
  encodeBlock(layoutOf(features), features, slot.place(size));
}

/** Every pass over all rows, over a range and over an order, and Gram matrices. */
function everything(kernel: LinearKernel, C: number) {
  const { nRows: n, nColumns: d } = kernel;
  const weights = numbers("weights", n).map(Math.abs);
  const order = Int32Array.from({ length: n }, (_, k) => (k * 7919) % n);
  const gram = new Float64Array((d + 1) ** 2);
  const diagonal = new Float64Array(d + 1);
  kernel.gram(weights, { from: 0, to: n }, gram);
  kernel.gramDiagonal(weights, { from: 0, to: n }, diagonal);
  return [
    passes(kernel, C, { from: 0, to: n }, weights),
    passes(kernel, C, { from: n >> 2, to: n }),
    passes(kernel, C, { from: 0, to: n >> 1, order }, weights),
    gram,
    diagonal,
  ];
}

const THREADED = (["simd", "relaxed-simd"] as const).flatMap((name) =>
  (["float32", "float64"] as const).map((precision) => ({
    name: `${name}, 2 threads`,
    kernels: wasmKernels(name, 2),
    precision,
  })),
);

describe.each([...BACKENDS, ...THREADED])("$name slots in $precision", ({ kernels, precision }) => {
  describe.skipIf(!kernels)("give the bits of the same rows bound", () => {
    const { slot: slotOf, linear } = kernels as Kernels;

    test.each(STORED)("of %s features, block after block", (stored) => {
      if (stored.endsWith("64") && precision === "float32") return;
      const whole = randomFeatures(stored, 1300, 37);
      const slot = slotOf(layoutOf(whole), sizeOf(whole));
      for (const n of [1300, 0, 1, 130, 1299, 64, 1300]) {
        const block = rowsBetween(whole, 0, n);
        put(slot, block);
        expect(everything(slot.bind(sizeOf(block), precision), 5)).toEqual(
          everything(linear(block, precision), 5),
        );
      }
    });

    test.each(["float32", "uint8"] as const)("of all %s rows, where blocks are their windows", (stored) => {
      const [n, d, C] = [9000, 3, 300];
      const whole = randomFeatures(stored, n, d);
      const layout = layoutOf(whole);
      const height = passRows(layout, C, precision);
      expect(n / height).toBeGreaterThan(2);
      const slot = slotOf(layout, { nRows: height, nonzeros: 0 });
      const labels = integers("labels", n, C);
      const params = numbers("params", C * (d + 1));
      const [gradient, expected] = [new Float64Array(params.length), new Float64Array(params.length)];
      let loss = 0;
      for (let from = 0; from < n; from += height) {
        const block = rowsBetween(whole, from, Math.min(n, from + height));
        put(slot, block);
        const kernel = slot.bind(sizeOf(block), precision);
        const targets = labels.subarray(from, from + block.nRows);
        loss += kernel.crossEntropy(params, targets, undefined, { from: 0, to: block.nRows }, gradient);
      }
      const rows = { from: 0, to: n };
      const all = linear(whole, precision).crossEntropy(params, labels, undefined, rows, expected);
      if (kernels?.name !== "reference") expect(loss).toBe(all);
      expect(loss).toBeCloseTo(all, 6);
      expect(gradient).toEqual(expected);
    });
  });
});

describe("a slot", () => {
  const X = randomFeatures("float32", 200, 9);
  const [layout, size] = [layoutOf(X), sizeOf(X)];
  const kernels = defaultKernels({ threads: 2 });
  const gradientOf = (kernel: LinearKernel) => {
    const gradient = new Float64Array(4 * 10);
    const rows = { from: 0, to: kernel.nRows };
    kernel.crossEntropy(gradient.slice(), integers("labels", kernel.nRows, 4), undefined, rows, gradient);
    return gradient;
  };

  test("takes no more memory from block to block", () => {
    const taken = vi.spyOn(WebAssembly, "Memory");
    const grown = vi.spyOn(WebAssembly.Memory.prototype, "grow");
    const slot = kernels.slot(layout, size);
    const pass = (n: number) => {
      put(slot, rowsBetween(X, 0, n));
      for (const precision of ["float32", "float64"] as const)
        gradientOf(slot.bind({ nRows: n, nonzeros: 0 }, precision));
    };
    pass(200);
    const calls = taken.mock.calls.length + grown.mock.calls.length;
    for (let k = 0; k < 300; k++) pass(1 + ((k * 37) % 200));
    expect(taken.mock.calls.length + grown.mock.calls.length).toBe(calls);
    vi.restoreAllMocks();
  });

  test.each(["csr float32", "float32", "uint8", "float64", "csr float64"] as const)(
    "takes %s rows straight from a file",
    async (stored) => {
      const folder = await mkdtemp(join(tmpdir(), "slot-"));
      const rows = randomFeatures(stored, 300, 11);
      const bytes = new Uint8Array(blockBytes(layoutOf(rows), sizeOf(rows)));
      encodeBlock(layoutOf(rows), rows, bytes);
      await writeFile(join(folder, "block"), bytes);
      const file = await open(join(folder, "block"));
      for (const each of [kernels, defaultKernels({ threads: 1 }), referenceKernels]) {
        const slot = each.slot(layoutOf(rows), sizeOf(rows));
        const place = slot.place(sizeOf(rows));
        expect((await file.read(place, 0, place.length, 0)).bytesRead).toBe(bytes.length);
        const precision = stored.endsWith("64") ? "float64" : "float32";
        expect(everything(slot.bind(sizeOf(rows), precision), 3)).toEqual(
          everything(each.linear(rows, precision), 3),
        );
      }
      await file.close();
      await rm(folder, { recursive: true });
    },
  );

  test.each([kernels, referenceKernels])("takes a kernel's rows away from it", (each) => {
    const slot = each.slot(layout, size);
    put(slot, X);
    const before = slot.bind(size, "float32");
    slot.place(size);
    expect(() => gradientOf(before)).toThrow("slot: there are other rows in the place of this kernel");
  });

  test.each([kernels, referenceKernels])("refuses what it cannot hold, or compute with", (each) => {
    const slot = each.slot(layout, size);
    expect(() => slot.place({ nRows: 201, nonzeros: 0 })).toThrow(
      "slot: a block of 201 rows, 12864 bytes, but there is room for 200 rows, 12800 bytes",
    );
    const sparse = randomFeatures("csr float32", 50, 11) as CsrFeatures;
    const rows = each.slot(layoutOf(sparse), sizeOf(sparse));
    put(rows, { ...sparse, columns: sparse.columns.with(3, 11) });
    expect(() => rows.bind(sizeOf(sparse), "float32")).toThrow("columns[3] is 11, but X has 11 columns");
    put(rows, { ...sparse, rowStarts: sparse.rowStarts.with(2, 1000) });
    expect(() => rows.bind(sizeOf(sparse), "float32")).toThrow("rowStarts[3] is");
  });
});

describe("a block", () => {
  test.each(STORED)("of %s rows decodes to what was encoded", (stored) => {
    for (const [n, d] of [
      [0, 3],
      [5, 0],
      [7, 1],
      [3, 17],
      [2, 1024],
    ]) {
      const X = randomFeatures(stored, n, d);
      const bytes = new Uint8Array(blockBytes(layoutOf(X), sizeOf(X)) + 8).subarray(8).fill(255);
      encodeBlock(layoutOf(X), X, bytes);
      expect(decodeBlock(layoutOf(X), bytes, sizeOf(X))).toEqual(X);
    }
  });

  test("says what does not fit", () => {
    const X = randomFeatures("float32", 2, 3);
    const layout = layoutOf(X);
    expect(() => encodeBlock(layout, X, new Uint8Array(63))).toThrow(
      "encodeBlock: 63 bytes, but 2 rows of 3 columns take 64",
    );
    expect(() => encodeBlock({ ...layout, nColumns: 4 }, X, new Uint8Array(64))).toThrow(
      "encodeBlock: X is dense with 3 columns, but the layout dense with 4",
    );
    expect(() => decodeBlock(layout, new Uint8Array(65), sizeOf(X))).toThrow("decodeBlock: 65 bytes");
  });
});
