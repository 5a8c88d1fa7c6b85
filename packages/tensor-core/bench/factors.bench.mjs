/**
 * Milliseconds and GFLOP/s of what a preconditioner is made of, per build of the kernels: Gram matrices of the lower
 * triangle (n·d² operations), Cholesky factors (n³/3) and solves with ten right-hand sides (2n² each). The
 * reference loops run on fewer rows, or a smaller side, and are scaled up.
 *   pnpm build && node bench/factors.bench.mjs
 */
import { defaultKernels, denseFeatures } from "../dist/index.js";
import { filled, line, milliseconds, variants } from "./measure.mjs";

const GRAMS = [
  { name: "gram 784", n: 4096, d: 784 },
  { name: "gram 3072", n: 4096, d: 3072 },
];
const STORED = [
  { type: "uint8", precision: "float32", Values: Uint8Array },
  { type: "float64", precision: "float64", Values: Float64Array },
];
const SIDES = [100, 785, 3073];
const SOLVES = 10;
const REFERENCE_ROWS = 32;
const REFERENCE_SIDE = 400;

const reference = defaultKernels({ variant: "reference" });

function gram(kernels, X, precision, to) {
  const linear = kernels.linear(X, precision);
  const out = new Float64Array((X.nColumns + 1) ** 2);
  return milliseconds(() => linear.gram(undefined, { from: 0, to }, out));
}

/** Strictly diagonally dominant. */
function positiveDefinite(n) {
  const A = filled(new Float64Array(n * n), 1e-5);
  for (let i = 0; i < n; i++) A[i * n + i] += n;
  return A;
}

function cholesky(kernels, n, precision) {
  const A = positiveDefinite(n);
  let factor;
  const factoring = milliseconds(() => {
    factor = kernels.cholesky(A, n, precision);
  });
  const b = filled(new Float64Array(SOLVES * n), 1e-5);
  const solving = milliseconds(() => factor.solve(b, b));
  return { factoring, solving };
}

console.log("what          precision     build                ms   GFLOP/s   × plain");
for (const { name, n, d } of GRAMS)
  for (const { type, precision, Values } of STORED) {
    const X = denseFeatures(filled(new Values(n * d), Values === Uint8Array ? 1 : 1e-5), n, d);
    const plain = (gram(reference, X, precision, REFERENCE_ROWS) * n) / REFERENCE_ROWS;
    for (const kernels of variants())
      line([name, type, kernels.name], gram(kernels, X, precision, n), n * d * d, plain);
  }
for (const n of SIDES) {
  const side = Math.min(n, REFERENCE_SIDE);
  const plain = cholesky(reference, side, "float64");
  for (const precision of ["float32", "float64"])
    for (const kernels of variants()) {
      const { factoring, solving } = cholesky(kernels, n, precision);
      const words = [precision, kernels.name];
      line([`factor ${n}`, ...words], factoring, n ** 3 / 3, plain.factoring * (n / side) ** 3);
      line([`solve ${n}`, ...words], solving, SOLVES * 2 * n * n, plain.solving * (n / side) ** 2);
    }
}
