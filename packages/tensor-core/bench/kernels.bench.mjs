/**
 * Milliseconds and GFLOP/s of one fused pass (loss and gradient of a linear softmax model), per build of the
 * kernels, on random features of the sizes of well-known data. The reference loops run on fewer rows and are scaled up.
 *   pnpm build && node bench/kernels.bench.mjs [part of a case's name]
 */
import { defaultKernels, denseFeatures } from "../dist/index.js";
import { filled, line, milliseconds, variants } from "./measure.mjs";

const REFERENCE_ROWS = 500;

const CASES = [
  { name: "Fashion-MNIST", n: 60_000, d: 784, C: 10 },
  { name: "CIFAR-10", n: 20_000, d: 3072, C: 10 },
  { name: "letter", n: 16_000, d: 16, C: 26 },
  { name: "mini-batch", n: 128, d: 784, C: 10 },
  { name: "text", n: 20_000, d: 50_000, C: 20, perRow: 90 },
];
const STORED = [
  { type: "float32", precision: "float32", Values: Float32Array },
  { type: "uint8", precision: "float32", Values: Uint8Array },
  { type: "float64", precision: "float64", Values: Float64Array },
];

function sparse(n, d, perRow, Values) {
  const columns = filled(new Int32Array(n * perRow), 1).map((r, k) => (r * 31 + k * 7919) % d);
  for (let i = 0; i < n; i++) columns.subarray(i * perRow, (i + 1) * perRow).sort();
  const values = filled(new Values(n * perRow), 1e-5);
  const rowStarts = Int32Array.from({ length: n + 1 }, (_, i) => i * perRow);
  return { kind: "csr", values, columns, rowStarts, nRows: n, nColumns: d };
}

function features({ n, d, perRow }, Values) {
  if (perRow) return sparse(n, d, perRow, Values);
  return denseFeatures(filled(new Values(n * d), Values === Uint8Array ? 1 : 1e-5), n, d);
}

/** Milliseconds of one pass over the rows. */
function pass(kernels, X, precision, C, rows) {
  const linear = kernels.linear(X, precision);
  const params = filled(new Float64Array((X.nColumns + 1) * C), 1e-7);
  const targets = Int32Array.from({ length: X.nRows }, (_, i) => i % C);
  const gradient = new Float64Array(params.length);
  return milliseconds(() => linear.crossEntropy(params, targets, undefined, rows, gradient));
}

const wanted = process.argv[2] ?? "";
console.log("case          stored        build                ms   GFLOP/s   × plain");
for (const size of CASES.filter(({ name }) => name.includes(wanted)))
  for (const { type, precision, Values } of STORED) {
    if (size.perRow && type === "uint8") continue;
    const X = features(size, Values);
    const few = Math.min(size.n, REFERENCE_ROWS);
    const reference = defaultKernels({ variant: "reference" });
    const slow = (pass(reference, X, precision, size.C, { from: 0, to: few }) * size.n) / few;
    for (const kernels of variants()) {
      const ms = pass(kernels, X, precision, size.C, { from: 0, to: size.n });
      line([size.name, type, kernels.name], ms, 4 * size.n * (size.perRow ?? size.d) * size.C, slow);
    }
  }
