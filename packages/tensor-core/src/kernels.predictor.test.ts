import { describe, expect, test, vi } from "vitest";
import {
  BACKENDS,
  countMemories,
  expectClose,
  numbers,
  randomFeatures,
  STORED,
  toDense,
} from "../test/problems.js";
import { type DenseFeatures, denseFeatures, type Features } from "./features.js";
import type { Kernels, Precision, Predictor } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { wasmKernels } from "./kernels.wasm.js";

/** Rows within, at and beyond a window (192 rows of 1000 floats, 4096 of few), columns and classes around a tile. */
const SHAPES = [
  [0, 3, 2],
  [1, 0, 3],
  [1, 5, 1],
  [17, 17, 4],
  [64, 9, 10],
  [193, 1000, 6],
  [260, 784, 10],
  [4161, 5, 3],
];

const modelOf = (d: number, C: number) => numbers("model", C * (d + 1)).map((v) => v / Math.sqrt(d + 1));

function everything(predictor: Predictor, features: Features) {
  const length = features.nRows * predictor.nClasses;
  const [logits, p, rounded] = [new Float64Array(length), new Float64Array(length), new Float32Array(length)];
  predictor.logits(features, logits);
  predictor.probabilities(features, p);
  predictor.probabilities(features, rounded);
  return { logits, p, rounded };
}

/** z and e^z / Σ e^z, row by row. */
function oneByOne(params: Float64Array, features: Features, C: number) {
  const { nRows: n, nColumns: d, data, scale } = toDense(features);
  const [logits, p] = [new Float64Array(n * C), new Float64Array(n * C)];
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let c = 0; c < C; c++) {
      let z = params[C * d + c];
      for (let j = 0; j < d; j++) z += scale * data[i * d + j] * params[c * d + j];
      logits[i * C + c] = z;
      sum += p[i * C + c] = Math.exp(z);
    }
    for (let c = 0; c < C; c++) p[i * C + c] /= sum;
  }
  return { logits, p };
}

for (const { name, kernels, precision, tolerance } of BACKENDS)
  describe.skipIf(!kernels)(`predictors of ${name} kernels in ${precision}`, () => {
    const bind = (params: Float64Array, d: number) => (kernels as Kernels).predictor(params, d, precision);

    describe.each(STORED)("on %s features", (stored) => {
      test.each(SHAPES)("n = %d, d = %d, C = %d agree with the formula", (n, d, C) => {
        const features = randomFeatures(stored, n, d);
        const params = modelOf(d, C);
        const found = everything(bind(params, d), features);
        const expected = oneByOne(params, features, C);
        expectClose(found.logits, expected.logits, tolerance);
        expectClose(found.p, expected.p, tolerance);
        expectClose(found.rounded, expected.p, Math.max(tolerance, 2 ** -24));
      });
    });

    test("take rows of every kind and scale in turn, and keep their own parameters", () => {
      const params = modelOf(8, 3);
      const predictor = bind(params, 8);
      const kept = params.slice();
      params.fill(0);
      for (const scale of [1, 0.25])
        for (const stored of [...STORED, ...STORED]) {
          const features = {
            ...randomFeatures(stored, 70, 8),
            ...(stored.startsWith("csr") ? {} : { scale }),
          };
          expectClose(everything(predictor, features).p, oneByOne(kept, features, 3).p, tolerance);
        }
    });

    test("rows sum to 1, with logits of ±1e4 too", () => {
      const predictor = bind(Float64Array.of(1, -1, 0, 0, 0, 0), 1);
      const p = new Float64Array(9);
      predictor.probabilities(denseFeatures(Float64Array.of(1e4, -1e4, 0), 3, 1), p);
      expectClose(p, [1, 0, 0, 0, 1, 0, 1 / 3, 1 / 3, 1 / 3], tolerance);
    });

    test("refuse rows of another width, a short place for the result and half a model", () => {
      const predictor = bind(modelOf(2, 3), 2);
      const two = denseFeatures(Float64Array.of(1, 2, 3, 4), 2, 2);
      expect(() =>
        predictor.probabilities(denseFeatures(Float64Array.of(1), 1, 1), new Float64Array(3)),
      ).toThrow(new RangeError("probabilities: X has 1 columns, but the model has 2"));
      expect(() => predictor.logits(two, new Float64Array(5))).toThrow(
        new RangeError("logits: out has 5 values, expected at least 6"),
      );
      expect(() => bind(new Float64Array(8), 2)).toThrow(
        new RangeError("predictor: params has 8 values, expected a multiple of nColumns + 1 = 3"),
      );
    });
  });

describe.skipIf(!wasmKernels("simd"))("predictors in WebAssembly", () => {
  const features = randomFeatures("float32", 3000, 300) as DenseFeatures;
  const params = modelOf(300, 10);
  const found = (threads: number, maxBytes?: number) =>
    everything(
      (wasmKernels("simd", threads, maxBytes) as Kernels).predictor(params, 300, "float32"),
      features,
    );

  test("give the same bits as rows that are bound, in any number of threads", async () => {
    const bound = (wasmKernels("simd") as Kernels).linear(features, "float32");
    const p = new Float64Array(30_000);
    bound.probabilities(params, { from: 0, to: 3000 }, p);
    const three = (wasmKernels("simd", 3) as Kernels).predictor(params, 300, "float32");
    everything(three, features);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(everything(three, features).p).toEqual(p);
    expect(found(1).p).toEqual(p);
  });

  test("keep one memory for all calls, and take another only where the first large one wants threads", () => {
    const memories = countMemories();
    const predictor = (wasmKernels("simd", 2) as Kernels).predictor(params, 300, "float32");
    const one = denseFeatures(features.data.slice(0, 300), 1, 300);
    for (let k = 0; k < 3; k++) everything(predictor, one);
    expect(memories.count).toBe(1);
    for (let k = 0; k < 3; k++) everything(predictor, features);
    everything(predictor, one);
    vi.unstubAllGlobals();
    // Each shared memory has a companion.
    expect(memories.count).toBe(3);
  });

  test.each<[Precision, number]>([
    ["float32", 1 << 10],
    ["float64", 1 << 10],
  ])("leave what finds no memory to the reference loops, %s", (precision, maxBytes) => {
    const few = randomFeatures("float64", 5, 4);
    const model = modelOf(4, 3);
    const tiny = (wasmKernels("simd", 1, maxBytes) as Kernels).predictor(model, 4, precision);
    expect(everything(tiny, few)).toEqual(everything(referenceKernels.predictor(model, 4, precision), few));
  });
});
