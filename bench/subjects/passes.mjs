import { defaultKernels, denseFeatures, matmul, random, tensor, uniform } from "../softmax.mjs";

/** The point at which every subject does its pass: W_k = 0.01 cos k, b_c = 0.01 sin c. */
export function startParams({ nColumns: d, nClasses: C }) {
  const params = new Float64Array(C * d + C);
  for (let k = 0; k < C * d; k++) params[k] = 0.01 * Math.cos(k);
  for (let c = 0; c < C; c++) params[C * d + c] = 0.01 * Math.sin(c);
  return params;
}

/** Seconds of each of some repeats, after one that does not count. */
export function timed(work, repeats) {
  work();
  const samples = [];
  for (let k = 0; k < repeats; k++) {
    const start = performance.now();
    work();
    samples.push((performance.now() - start) / 1000);
  }
  return samples;
}

/** X stored as `uint8`, `float32` or `float64`: images are bytes, and become numbers in [0, 1] otherwise. */
export function storedAs(features, stored) {
  if (features.kind === "csr") return { ...features, values: convert(features.values, stored) };
  const { data, scale, nRows, nColumns } = features;
  if (data.constructor.name.toLowerCase().startsWith(stored)) return features;
  return denseFeatures(convert(data, stored, scale), nRows, nColumns);
}

function convert(values, stored, scale = 1) {
  const converted = new (stored === "float64" ? Float64Array : Float32Array)(values.length);
  for (let k = 0; k < values.length; k++) converted[k] = values[k] * scale;
  return converted;
}

/** One fused pass: loss and gradient. Floating-point operations are those of the two products alone, 4·n·d·C. */
export function pass(problem, { stored, precision, repeats, kernels: options }) {
  const { targets, nRows, nClasses } = problem;
  const kernels = defaultKernels(options);
  const kernel = kernels.linear(storedAs(problem.features, stored), precision);
  const params = startParams(problem);
  const gradient = new Float64Array(params.length);
  const rows = { from: 0, to: nRows };
  let loss = 0;
  const samples = timed(() => {
    gradient.fill(0);
    loss = kernel.crossEntropy(params, targets, undefined, rows, gradient) / nRows;
  }, repeats);
  return {
    samples,
    loss,
    flops: 4 * entries(problem.features) * nClasses,
    kernels: kernels.name,
    threads: kernels.threads,
  };
}

export const entries = (features) =>
  features.kind === "csr" ? features.values.length : features.nRows * features.nColumns;

/**
 * The time of one kernel on random data, on as many rows as take about `seconds`: rows are doubled until they do, or
 * there are no more.
 */
export function kernelRate({
  kernel: name,
  n,
  d,
  C,
  stored,
  precision,
  perRow,
  seconds = 0.1,
  kernels: options,
}) {
  const features = perRow ? randomSparse(n, d, perRow) : randomDense(n, d, stored);
  const targets = Int32Array.from({ length: n }, (_, i) => i % C);
  const kernels = defaultKernels(options);
  const call = kernelCall(name, kernels, features, precision, { C, targets });
  let count = Math.min(n, 64);
  warmUp(() => call.run(count), Math.min(seconds, 0.1));
  const shortest = () => Math.min(...[1, 2, 3].map(() => measureRows(call.run, count)));
  while (count < n && shortest() < seconds) count = Math.min(n, count * 2);
  const samples = Array.from({ length: 5 }, () => measureRows(call.run, count));
  const average = perRow ?? d;
  const values = perRow ? features.values : features.data;
  /** What is read of X: sparse entries have a column each. */
  const bytes = count * average * (values.BYTES_PER_ELEMENT + (perRow ? 4 : 0));
  return { rows: count, samples, bytes, flops: call.flops(count, average), threads: kernels.threads };
}

/** Until X lies where the kernel wants it and V8 has compiled the kernel to its end. */
function warmUp(work, seconds) {
  work();
  for (const start = performance.now(); performance.now() - start < seconds * 1000; ) work();
}

function measureRows(run, count) {
  const start = performance.now();
  run(count);
  return (performance.now() - start) / 1000;
}

function kernelCall(name, kernels, features, precision, { C, targets }) {
  const { nRows: n, nColumns: d } = features;
  const kernel = kernels.linear(features, precision);
  const params = startParams({ nColumns: d, nClasses: C });
  const out = new Float64Array(params.length);
  const rows = (count) => ({ from: 0, to: count });
  const two = (count, average) => 4 * count * average * C;
  const one = (count, average) => 2 * count * average * C;
  const calls = {
    crossEntropy: () => ({
      run: (count) => kernel.crossEntropy(params, targets, undefined, rows(count), out),
      flops: two,
    }),
    crossEntropyHvp: () => ({
      run: (count) => kernel.crossEntropyHvp(params, undefined, params, rows(count), out),
      flops: (count, average) => 6 * count * average * C,
    }),
    logits: () => {
      const Z = new Float64Array(n * C);
      return { run: (count) => kernel.logits(params, rows(count), Z.subarray(0, count * C)), flops: one };
    },
    accumulate: () => {
      const R = new Float64Array(n * C).fill(0.1);
      return { run: (count) => kernel.accumulate(R.subarray(0, count * C), rows(count), out), flops: one };
    },
    gram: () => {
      const G = new Float64Array((d + 1) ** 2);
      return {
        run: (count) => kernel.gram(undefined, rows(count), G),
        flops: (count, average) => count * average ** 2,
      };
    },
    gramDiagonal: () => {
      const G = new Float64Array(d + 1);
      return {
        run: (count) => kernel.gramDiagonal(undefined, rows(count), G),
        flops: (count, average) => 2 * count * average,
      };
    },
  };
  return calls[name]();
}

/** Random numbers that repeat themselves: kernels do not notice, and drawing all would take longer than measuring. */
function randomDense(n, d, stored) {
  const some = uniform(random(7), Math.min(n, 500) * d);
  const bytes = stored === "uint8";
  const values = new (bytes ? Uint8Array : stored === "float32" ? Float32Array : Float64Array)(n * d);
  for (let k = 0; k < values.length; k++)
    values[k] = bytes ? 256 * some[k % some.length] : some[k % some.length];
  return denseFeatures(values, n, d, bytes ? 1 / 255 : 1);
}

function randomSparse(n, d, perRow) {
  const stride = Math.floor(d / perRow);
  const columns = Int32Array.from(
    { length: n * perRow },
    (_, k) => (k % perRow) * stride + ((((k / perRow) | 0) * 7919) % stride),
  );
  const rowStarts = Int32Array.from({ length: n + 1 }, (_, i) => i * perRow);
  return {
    kind: "csr",
    values: new Float32Array(n * perRow).fill(0.1),
    columns,
    rowStarts,
    nRows: n,
    nColumns: d,
  };
}

/** Product of two square matrices, float32 tensors. */
export function matrixProduct({ n, repeats }) {
  const values = Float32Array.from(uniform(random(8), n * n));
  const a = tensor(values, { shape: [n, n], dtype: "float32" });
  return { samples: timed(() => matmul(a, a), repeats), flops: 2 * n ** 3 };
}

/** Factor of a positive definite matrix [n, n]. */
export function factorization({ n, precision, repeats, kernels }) {
  const A = new Float64Array(n * n).fill(0.5);
  for (let i = 0; i < n; i++) A[i * n + i] = n;
  return {
    samples: timed(() => defaultKernels(kernels).cholesky(A, n, precision), repeats),
    flops: n ** 3 / 3,
  };
}
