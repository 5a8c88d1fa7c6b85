import { describe, expect, test, vi } from "vitest";
import { expectClose, integers, numbers, randomFeatures, STORED } from "../test/problems.js";
import type { Features } from "./features.js";
import { referenceKernels } from "./kernels.reference.js";
import { WasmInstance } from "./kernels.wasm.instance.js";
import { allocate, type WasmBuild, wasmBuild } from "./kernels.wasm.module.js";
import { DOUBLES, type Placed, placeByRows, placedBytes, rowStride } from "./kernels.wasm.place.js";
import { WasmProblem } from "./kernels.wasm.problem.js";
import { PART, threadBytes, WHOLE, windowOf, workspaceBytes } from "./kernels.wasm.window.js";

const build = wasmBuild("simd", 3) as WasmBuild;
const PAGE = 65536;

describe.skipIf(!build)("WasmProblem", () => {
  test.each(STORED)("needs no more memory for %s features than was foreseen", (stored) => {
    for (const precision of ["float32", "float64"] as const)
      for (const [n, d] of [
        [0, 0],
        [1, 1],
        [3, 5],
        [17, 1024],
        [200, 33],
        [5, 20_000],
      ])
        for (const nClasses of [1, 3, 17, 1000]) {
          const features: Features = randomFeatures(stored, n, d);
          for (const [limits, others] of [[WHOLE, 2] as const, [PART, 0] as const]) {
            const placed = placeByRows(features, precision, PAGE, others > 0) as Placed;
            const instance = new WasmInstance(build, precision, placed.memory);
            expect(new WasmProblem(instance, features, placed, limits).open(nClasses, 5000)).toBe(true);
            const window = windowOf(features, d, nClasses, precision, 5000, limits);
            const workspace = workspaceBytes(features, d, nClasses, precision, window);
            const foreseen = placedBytes(features, precision) + workspace + others * threadBytes(d, nClasses);
            expect(placed.memory.buffer.byteLength).toBeLessThan(foreseen + PAGE);
          }
        }
  });

  test("says so where the host refuses memory", () => {
    const features = randomFeatures("float64", 17, 5);
    const placed = placeByRows(features, "float64", PAGE) as Placed;
    vi.spyOn(placed.memory, "grow").mockImplementation(() => {
      throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
    });
    const problem = new WasmProblem(new WasmInstance(build, "float64", placed.memory), features, placed);
    expect(problem.open(300, 17)).toBe(false);
  });

  test("works at addresses above 2 GiB", (context) => {
    const [n, d, C, base] = [5, 3, 4, 2 ** 31 + 4096];
    const memory = allocate(base + (4 << 20));
    if (!memory) return context.skip("this host has no 2 GiB of address space");
    const instance = new WasmInstance(build, "float64", memory);
    const { passes, shared } = instance;
    const X = randomFeatures("float64", n, d);
    const params = numbers("params", C * (d + 1));
    const labels = integers("labels", n, C);
    const stride = rowStride(d, DOUBLES);
    for (let i = 0; i < n; i++)
      new Float64Array(memory.buffer, base + i * stride, d).set(
        (X as { data: Float64Array }).data.subarray(i * d, (i + 1) * d),
      );
    instance.prepare(
      ["bindDense", base, stride, DOUBLES, 0.75],
      ["layout", base + n * stride, d, C, 1, 64, stride],
    );
    const io = new Float64Array(memory.buffer, shared.io() >>> 0, params.length);
    io.set(params);
    passes.pack(0, false);
    io.fill(0);
    new Int32Array(memory.buffer, shared.targets() >>> 0, n).set(labels);
    passes.crossEntropy(0, 0, n, false, false, false);
    passes.add(0, 0, 1, 0);
    const expected = new Float64Array(params.length);
    const loss = referenceKernels
      .linear(X, "float64")
      .crossEntropy(params, labels, undefined, { from: 0, to: n }, expected);
    expectClose([shared.total(1)], [loss], 1e-12);
    expectClose(io, expected, 1e-12);
  });
});
