import { expect, vi } from "vitest";
import { type CsrFeatures, type DenseFeatures, denseFeatures, type Features } from "../src/features.js";
import type { Kernels, Precision } from "../src/kernels.js";
import { referenceKernels } from "../src/kernels.reference.js";
import { wasmKernels } from "../src/kernels.wasm.js";
import { random, uniform } from "../src/random.js";

/** Every build of the kernels in each precision, undefined where this host cannot run it. */
export const BACKENDS = [
  { name: "reference", kernels: referenceKernels, precision: "float64", tolerance: 1e-13 },
  ...(["simd", "relaxed-simd"] as const).flatMap((name) => [
    { name, kernels: wasmKernels(name), precision: "float64", tolerance: 1e-12 },
    { name, kernels: wasmKernels(name), precision: "float32", tolerance: 1e-5 },
  ]),
] as { name: string; kernels: Kernels | undefined; precision: Precision; tolerance: number }[];

/** Drawn once each, because tests that compare passes ask for the same ones many times. */
const drawn = new Map<string, Float64Array>();

function draw(seed: number, name: string, length: number): Float64Array {
  const key = `${seed} ${name} ${length}`;
  const known = drawn.get(key) ?? Float64Array.from(uniform(random(seed, name), length));
  drawn.set(key, known);
  return known;
}

/** `length` numbers, uniform on [−1, 1); the same for the same name. */
export const numbers = (name: string, length: number): Float64Array =>
  draw(1, name, length).map((u) => 2 * u - 1);

/** Integers 0 … `below` − 1. */
export const integers = (name: string, length: number, below: number): Int32Array =>
  Int32Array.from(draw(2, name, length), (u) => Math.floor(u * below));

export const STORED = ["float32", "float64", "uint8", "csr float32", "csr float64"] as const;
export type Stored = (typeof STORED)[number];

/** Random features [n, d] stored in each of the ways there are; three of four CSR entries are absent. */
export function randomFeatures(stored: Stored, n: number, d: number): Features {
  if (stored === "uint8") return denseFeatures(Uint8Array.from(integers("x", n * d, 256)), n, d, 1 / 128);
  const values = numbers("x", n * d);
  if (stored === "float32") return denseFeatures(Float32Array.from(values), n, d);
  if (stored === "float64") return denseFeatures(values, n, d, 0.75);
  const absent = integers("absent", n * d, 4);
  const Values = stored === "csr float32" ? Float32Array : Float64Array;
  return csrOf(
    values.map((value, k) => (absent[k] ? 0 : value)),
    n,
    d,
    Values,
  );
}

type Values = Float32ArrayConstructor | Float64ArrayConstructor;

/** The non-zero entries of a dense matrix. */
export function csrOf(dense: Float64Array, n: number, d: number, Values: Values): CsrFeatures {
  const kept = [...dense.keys()].filter((k) => dense[k] !== 0);
  const rowStarts = new Int32Array(n + 1);
  for (const k of kept) rowStarts[Math.floor(k / d) + 1]++;
  for (let i = 0; i < n; i++) rowStarts[i + 1] += rowStarts[i];
  return {
    kind: "csr",
    values: new Values(kept.map((k) => dense[k])),
    columns: Int32Array.from(kept, (k) => k % d),
    rowStarts,
    nRows: n,
    nColumns: d,
  };
}

/** The same X as plain float64. */
export function toDense(features: Features): DenseFeatures {
  const { nRows: n, nColumns: d } = features;
  if (features.kind === "dense")
    return denseFeatures(
      Float64Array.from(features.data, (value) => value * features.scale),
      n,
      d,
    );
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++)
    for (let k = features.rowStarts[i]; k < features.rowStarts[i + 1]; k++)
      data[i * d + features.columns[k]] = features.values[k];
  return denseFeatures(data, n, d);
}

/** Rows of random distributions over C classes. */
export function distributions(name: string, n: number, C: number): Float64Array {
  const y = numbers(name, n * C).map(Math.abs);
  for (let i = 0; i < n; i++) {
    const row = y.subarray(i * C, (i + 1) * C);
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((value, c) => {
      row[c] = value / sum;
    });
  }
  return y;
}

/** B Bᵀ / n + I for random B, [n, n]: symmetric, eigenvalues between 1 and about 3. */
export function positiveDefinite(n: number): Float64Array {
  const B = numbers("positive definite", n * n);
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < n; k++) sum += B[i * n + k] * B[j * n + k];
    return sum / n + (i === j ? 1 : 0);
  });
}

/** The matrix [v.length, v.length] times v. */
export const matrixTimes = (matrix: Float64Array, v: Float64Array): Float64Array =>
  v.map((_, i) => v.reduce((sum, value, j) => sum + matrix[i * v.length + j] * value, 0));

/** What `run` returns in a host that refuses every WebAssembly memory. */
export function withoutMemory<T>(run: () => T): T {
  class Memory {
    constructor() {
      throw new RangeError("WebAssembly.Memory(): could not allocate memory");
    }
  }
  vi.stubGlobal("WebAssembly", Object.create(WebAssembly, { Memory: { value: Memory } }));
  try {
    return run();
  } finally {
    vi.unstubAllGlobals();
  }
}

/** Counts the WebAssembly memories that are made until `vi.unstubAllGlobals`. */
export function countMemories(): { count: number } {
  const made = { count: 0 };
  class Memory extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made.count++;
    }
  }
  vi.stubGlobal("WebAssembly", Object.create(WebAssembly, { Memory: { value: Memory } }));
  return made;
}

/** Every entry within `tolerance` of the largest expected one, and every entry finite. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  const largest = Array.from(expected).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  expect(actual.length).toBe(expected.length);
  for (let k = 0; k < actual.length; k++)
    if (!(Math.abs(actual[k] - expected[k]) <= tolerance * largest))
      expect.fail(`entry ${k} is ${actual[k]}, expected ${expected[k]} within ${tolerance} of ${largest}`);
}
