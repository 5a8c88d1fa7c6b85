import { describe, expect, test, vi } from "vitest";
import { expectSamePasses, passes } from "../test/passes.js";
import { countMemories, integers, numbers, randomFeatures, STORED, withoutMemory } from "../test/problems.js";
import type { Kernels, Precision, RowRange } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { wasmKernels } from "./kernels.wasm.js";
import type { WasmVariant } from "./kernels.wasm.module.js";

const VARIANTS: WasmVariant[] = ["simd", "relaxed-simd"];
const TOLERANCE: Record<Precision, number> = { float64: 1e-12, float32: 1e-5 };

/**
 * Rows below, at and above a block (64), a window (4096 rows) and a flush (2048); columns below, at and above a
 * tile (8 or 4) and a chunk (800 or 400), and one whose rows would be a multiple of 4096 bytes; classes below,
 * at and above a tile (5).
 */
const SHAPES = [
  [0, 4, 3],
  [1, 0, 3],
  [1, 1, 1],
  [3, 1, 2],
  [4, 3, 5],
  [5, 4, 3],
  [17, 5, 4],
  [17, 17, 17],
  [63, 8, 6],
  [64, 9, 10],
  [65, 784, 11],
  [33, 1024, 2],
  [129, 801, 3],
  [2049, 3, 2],
  [4161, 5, 3],
];

/** All rows; a range of them, weighted; a range of a random order with repetitions, weighted. */
function ranges(nRows: number): { rows: RowRange; weights?: Float64Array }[] {
  const order = integers("order", nRows + 2, Math.max(1, nRows));
  const weights = numbers("weights", nRows).map((w) => w + 1);
  const all = { rows: { from: 0, to: nRows } };
  const some = { rows: { from: 1, to: nRows - 1 }, weights };
  const shuffled = { rows: { from: 1, to: nRows + 1, order }, weights };
  return nRows < 2 ? [all] : [all, some, shuffled];
}

for (const variant of VARIANTS) {
  const kernels = wasmKernels(variant) as Kernels;

  describe.skipIf(!kernels)(`${variant} kernels`, () => {
    describe.each(STORED)("on %s features agree with the reference loops", (stored) => {
      test.each(SHAPES)("n = %d, d = %d, C = %d", (n, d, C) => {
        const features = randomFeatures(stored, n, d);
        const reference = referenceKernels.linear(features, "float64");
        const both = (["float64", "float32"] as const).map((precision) => ({
          kernel: kernels.linear(features, precision),
          tolerance: TOLERANCE[precision],
        }));
        for (const { rows, weights } of ranges(n)) {
          const expected = passes(reference, C, rows, weights);
          for (const { kernel, tolerance } of both)
            expectSamePasses(passes(kernel, C, rows, weights), expected, tolerance);
        }
      });
    });

    test("one kernel serves models of different numbers of classes in turn", () => {
      const features = randomFeatures("uint8", 17, 5);
      const kernel = kernels.linear(features, "float64");
      const reference = referenceKernels.linear(features, "float64");
      for (const C of [3, 400, 2, 3])
        expectSamePasses(
          passes(kernel, C, { from: 0, to: 17 }),
          passes(reference, C, { from: 0, to: 17 }),
          1e-12,
        );
    });

    test.each([
      ["float32", 1],
      ["uint8", 1],
      ["csr float32", 1],
      ["float64", 2],
      ["csr float64", 2],
    ] as const)(
      "%s features bound in float32 and in float64 are placed in memory %d times",
      (stored, times) => {
        const memories = countMemories();
        const [n, d] = [70, 13];
        const features = randomFeatures(stored, n, d);
        const reference = referenceKernels.linear(features, "float64");
        const together = wasmKernels(variant) as Kernels;
        const [single, double] = (["float32", "float64"] as const).map((p) => together.linear(features, p));
        for (const C of [2, 30, 3])
          for (const { rows, weights } of ranges(n)) {
            const expected = passes(reference, C, rows, weights);
            expectSamePasses(passes(single, C, rows, weights), expected, TOLERANCE.float32);
            expectSamePasses(passes(double, C, rows, weights), expected, TOLERANCE.float64);
          }
        expect(memories.count).toBe(times);
        vi.unstubAllGlobals();
      },
    );

    test.each([
      ["float32", 1000, 300],
      ["uint8", 3600, 300],
      ["csr float32", 1200, 300],
      ["csr float64", 90, 4000],
    ] as const)("%s features [%d, %d] of more than 1 MiB pass through 1 MiB in parts", (stored, n, d) => {
      const features = randomFeatures(stored, n, d);
      const inParts = (wasmKernels(variant, 1, 1 << 20) as Kernels).linear(features, "float64");
      const atOnce = kernels.linear(features, "float64");
      for (const { rows, weights } of ranges(n))
        expectSamePasses(passes(inParts, 3, rows, weights), passes(atOnce, 3, rows, weights), 1e-13);
    });

    test("what does not fit in the memory even row by row is left to the reference loops", () => {
      const tiny = wasmKernels(variant, 1, 1 << 10) as Kernels;
      for (const stored of ["float64", "csr float64"] as const) {
        const features = randomFeatures(stored, 5, 4);
        const expected = passes(referenceKernels.linear(features, "float64"), 3, { from: 0, to: 5 });
        expect(passes(tiny.linear(features, "float64"), 3, { from: 0, to: 5 })).toEqual(expected);
      }
    });

    test("a host that refuses memory is left with the reference loops", () => {
      const features = randomFeatures("uint8", 5, 4);
      const expected = passes(referenceKernels.linear(features, "float64"), 3, { from: 0, to: 5 });
      const found = withoutMemory(() => passes(kernels.linear(features, "float64"), 3, { from: 0, to: 5 }));
      expect(found).toEqual(expected);
    });

    test("a few sparse rows among many columns cost no more than their own columns", () => {
      const features = randomFeatures("csr float64", 40, 3000);
      const rows = { from: 1, to: 3, order: Int32Array.of(5, 7, 7, 30) };
      expectSamePasses(
        passes(kernels.linear(features, "float64"), 3, rows),
        passes(referenceKernels.linear(features, "float64"), 3, rows),
        1e-12,
      );
    });

    test("the same pass gives the same bits", () => {
      const features = randomFeatures("float32", 300, 40);
      const [a, b] = [0, 1].map(() => passes(kernels.linear(features, "float32"), 7, { from: 0, to: 300 }));
      expect(a).toEqual(b);
    });
  });
}

test.skipIf(!wasmKernels("simd"))("plain SIMD gives the same bits on every machine", () => {
  const features = randomFeatures("float32", 300, 40);
  const bits = (precision: Precision): string => {
    const { loss, gradient } = passes((wasmKernels("simd") as Kernels).linear(features, precision), 7, {
      from: 0,
      to: 300,
    });
    return [loss, gradient[0], gradient[gradient.length - 1]].join(" ");
  };
  expect(bits("float32")).toBe("605.113769809954 9.15759428580677 -11.16902510006183");
  expect(bits("float64")).toBe("605.1137700092343 9.157594096550238 -11.169025447959772");
});

test.skipIf(!wasmKernels("simd"))("so do Gram matrices and solves with their factors", () => {
  const kernels = wasmKernels("simd") as Kernels;
  const bits = (precision: Precision): string => {
    const gram = new Float64Array(61 ** 2);
    const kernel = kernels.linear(randomFeatures("uint8", 300, 60), precision);
    kernel.gram(numbers("weights", 300).map(Math.abs), { from: 0, to: 300 }, gram);
    const x = numbers("b", 61);
    kernels.cholesky(gram, 61, precision).solve(x, x);
    return [gram[0], gram[gram.length - 1], x[0], x[60]].join(" ");
  };
  expect(bits("float32")).toBe(
    "204.05271911621094 157.5360813140869 0.012639591470360756 -1.3723605871200562",
  );
  expect(bits("float64")).toBe(
    "204.0527087757738 157.53606514557723 0.01263852223276473 -1.3726708206797822",
  );
});

test.skipIf(!wasmKernels("simd"))("problems that are no longer used give their memory back", () => {
  const kernels = wasmKernels("simd") as Kernels;
  const features = randomFeatures("float64", 1 << 13, 64);
  const times = 250;
  const before = process.memoryUsage().rss;
  for (let k = 0; k < times; k++)
    kernels
      .linear(features, "float64")
      .logits(new Float64Array(2 * 65), { from: 0, to: 1 }, new Float64Array(2));
  const retained = process.memoryUsage().rss - before;
  expect(retained).toBeLessThan((times * features.nRows * features.nColumns * 8) / 4);
});
