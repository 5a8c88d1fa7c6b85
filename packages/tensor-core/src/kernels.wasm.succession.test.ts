import { describe, expect, it } from "vitest";
import { type DenseFeatures, denseFeatures } from "./features.js";
import { defaultKernels } from "./kernels.default.js";
import type { Kernels, LinearKernel } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { wasmKernels } from "./kernels.wasm.js";
import { normal, random } from "./random.js";

const dense = (seed: number, n: number, d: number): DenseFeatures =>
  denseFeatures(normal(random(seed, "features"), n * d), n, d);

const C = 5;

/** The gradient of all rows at some parameters, with the loss before it. */
function pass(kernel: LinearKernel): Float64Array {
  const { nRows: n, nColumns: d } = kernel;
  const params = normal(random(1, "params"), C * (d + 1));
  const gradient = new Float64Array(params.length);
  const targets = Int32Array.from({ length: n }, (_, i) => i % C);
  const loss = kernel.crossEntropy(params, targets, undefined, { from: 0, to: n }, gradient);
  return Float64Array.of(loss, ...gradient);
}

const kernels = wasmKernels("simd", 2) as Kernels;

describe("a kernel that takes the place of another", () => {
  it("computes what one with a memory of its own does, whatever was there before", () => {
    const sizes = [
      [700, 30],
      [700, 30], // the same size
      [3000, 30], // more rows, which are worth another thread
      [2990, 31], // other columns
      [9000, 17], // more than the memory held
      [5, 3],
      [0, 3],
      [900, 0],
      [4000, 64],
    ];
    let latest: LinearKernel | undefined;
    sizes.forEach(([n, d], k) => {
      const features = dense(k, n, d);
      latest = kernels.linear(features, "float64", latest);
      expect(pass(latest)).toEqual(pass((wasmKernels("simd", 2) as Kernels).linear(features, "float64")));
    });
  });

  it("may be of another precision or type, or sparse", () => {
    let latest = kernels.linear(dense(0, 300, 12), "float64");
    pass(latest);
    const bytes = denseFeatures(
      Uint8Array.from({ length: 3600 }, (_, k) => k % 251),
      300,
      12,
      1 / 255,
    );
    const sparse = {
      kind: "csr",
      values: Float64Array.of(1, 2),
      columns: Int32Array.of(0, 1),
      rowStarts: Int32Array.of(0, 1, 2),
      nRows: 2,
      nColumns: 2,
    } as const;
    const steps = [
      [dense(1, 300, 12), "float32"],
      [bytes, "float32"],
      [sparse, "float64"],
      [bytes, "float64"],
    ] as const;
    for (const [features, precision] of steps) {
      latest = kernels.linear(features, precision, latest);
      expect(pass(latest)).toEqual(pass((wasmKernels("simd", 2) as Kernels).linear(features, precision)));
    }
  });

  it("leaves the other one unusable", () => {
    const before = kernels.linear(dense(2, 300, 12), "float64");
    pass(before);
    const after = kernels.linear(dense(3, 300, 12), "float64", before);
    pass(after);
    expect(() => pass(before)).toThrow("linear: the memory of this kernel has been given to another");
  });

  it("does not take what a third one has in common with the other", () => {
    const features = dense(4, 300, 12);
    const [first, second] = [0, 1].map(() => kernels.linear(features, "float64"));
    const [expected] = [pass(first), pass(second)];
    pass(kernels.linear(dense(5, 300, 12), "float64", first));
    expect(pass(second)).toEqual(expected);
  });

  it("does not keep the other's features from being bound anew", () => {
    const features = dense(6, 300, 12);
    const before = kernels.linear(features, "float64");
    const expected = pass(before);
    const after = kernels.linear(dense(7, 300, 12), "float64", before);
    pass(after);
    expect(pass(kernels.linear(features, "float64"))).toEqual(expected);
    expect(pass(after)).not.toEqual(expected);
  });

  it("may be one of another host's kernels, which have nothing to give", () => {
    const features = dense(8, 40, 3);
    const foreign = referenceKernels.linear(features, "float64");
    const expected = pass(foreign);
    expect(pass(defaultKernels().linear(features, "float64", foreign))[0]).toBeCloseTo(expected[0], 9);
    expect(pass(foreign)).toEqual(expected);
  });
});
