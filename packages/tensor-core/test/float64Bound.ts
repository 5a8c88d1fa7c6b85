import type { Features } from "../src/features.js";
import type { LinearKernel, Targets } from "../src/kernels.js";
import { referenceKernels } from "../src/kernels.reference.js";
import { toDense } from "./problems.js";

/*
 * How far two float64 implementations of `Kernels` may be from each other, by rounding alone. Every step is derived, and
 * named as here, in docs/kernels-error.md; C, d, n, X, W, z, p, w as in `src/kernels.ts`.
 */

/** Unit roundoff. */
const U = 2 ** -53;
/** Relative error of an exponential and of a logarithm: two units in the last place, as their own tests have it. */
const ELEMENTARY = 4 * U;
/** Absolute error of a product that is below the normal numbers, of both implementations together. */
const UNDERFLOW = 2 ** -1074;
/** What an exponential may be where another flushes it to zero. */
const FLUSHED = 2 ** -1021;

/** γ_m = mu / (1 − mu), what m roundings can make of a factor of 1. */
const gamma = (m: number): number => (m * U) / (1 - m * U);
/** −ln(1 − x), how much a logarithm changes where its argument does by x of it. */
const logChange = (x: number): number => (x < 1 ? -Math.log1p(-x) : Number.POSITIVE_INFINITY);

export interface Float64Problem {
  readonly features: Features;
  readonly params: Float64Array;
  readonly direction: Float64Array;
  readonly targets: Targets;
  readonly weights: Float64Array;
  readonly residuals: Float64Array;
}

/** Of each entry of what a pass gives, the value or the bound. */
export interface Passed {
  readonly logits: Float64Array;
  readonly probabilities: Float64Array;
  readonly loss: Float64Array;
  readonly gradient: Float64Array;
  readonly hvp: Float64Array;
  readonly accumulated: Float64Array;
  readonly gram: Float64Array;
}

/** Gram matrices of many columns are left out. */
const gramSize = (nColumns: number): number => (nColumns < 1000 ? (nColumns + 1) ** 2 : 0);

/** Every pass over all rows of a problem. */
export function passedBy(kernel: LinearKernel, problem: Float64Problem): Passed {
  const { params, direction, targets, weights, residuals } = problem;
  const { nRows, nColumns } = kernel;
  const rows = { from: 0, to: nRows };
  const table = () => new Float64Array(residuals.length);
  const model = () => new Float64Array(params.length);
  const [logits, probabilities, gradient, hvp, accumulated] = [table(), table(), model(), model(), model()];
  kernel.logits(params, rows, logits);
  kernel.probabilities(params, rows, probabilities);
  const loss = Float64Array.of(kernel.crossEntropy(params, targets, weights, rows, gradient));
  kernel.crossEntropyHvp(params, weights, direction, rows, hvp);
  kernel.accumulate(residuals, rows, accumulated);
  const gram = new Float64Array(gramSize(nColumns));
  if (gram.length > 0) kernel.gram(weights, rows, gram);
  return { logits, probabilities, loss, gradient, hvp, accumulated, gram };
}

/** |scale · X| [n, d + 1], the last column of ones, and what underflow may add for an entry of it. */
class Magnitudes {
  readonly x: Float64Array;
  readonly underflow: Float64Array;
  /** Of each column, how many entries are not zero. */
  readonly counts: Float64Array;
  readonly width: number;

  constructor(features: Features) {
    const { data, nRows, nColumns } = toDense(features);
    const scale = features.kind === "dense" ? features.scale : 1;
    this.width = nColumns + 1;
    this.x = new Float64Array(nRows * this.width).fill(1);
    for (let i = 0; i < nRows; i++)
      for (let j = 0; j < nColumns; j++) this.x[i * this.width + j] = Math.abs(data[i * nColumns + j]);
    this.underflow = this.x.map((x) => (x === 0 ? 0 : UNDERFLOW * (1 + x / scale) * (1 + scale)));
    this.counts = new Float64Array(this.width);
    this.x.forEach((x, k) => {
      if (x !== 0) this.counts[k % this.width]++;
    });
  }

  row(i: number): { x: Float64Array; underflow: Float64Array } {
    const [from, to] = [i * this.width, (i + 1) * this.width];
    return { x: this.x.subarray(from, to), underflow: this.underflow.subarray(from, to) };
  }
}

/** Where params keep the weight of class c for column j, or its bias. */
const place = (c: number, j: number, C: number, d: number): number => (j < d ? c * d + j : C * d + c);

/** Δ: how far the logits of a row, or those along a direction, are from the exact ones. */
function logitErrors(magnitudes: Magnitudes, i: number, params: Float64Array): Float64Array {
  const { x, underflow } = magnitudes.row(i);
  const d = x.length - 1;
  const C = params.length / x.length;
  const factor = gamma(x.reduce((count, value) => count + Number(value !== 0), 0) + 1);
  return Float64Array.from({ length: C }, (_, c) => {
    let sum = 0;
    for (let j = 0; j <= d; j++) sum += factor * x[j] * Math.abs(params[place(c, j, C, d)]) + underflow[j];
    return sum;
  });
}

/** What the exponentials of a row differ by, D, and its log-sum-exp and probabilities with it. */
function softmaxErrors(z: Float64Array, p: Float64Array, logitError: Float64Array) {
  const C = z.length;
  const top = z.reduce((a, b) => Math.max(a, b));
  const topMoves = 2 * logitError.reduce((a, b) => Math.max(a, b));
  const D = z.map((value, c) => {
    const gap = top - value;
    return 2 * logitError[c] + U * (2 * gap + 2 * logitError[c] + topMoves) + 2 * logChange(ELEMENTARY);
  });
  const spread = D.reduce((sum, change, c) => sum + p[c] * Math.expm1(change), 0);
  const E = spread / (1 - gamma(C)) + C * FLUSHED;
  const sumMoves = Math.min(
    D.reduce((a, b) => Math.max(a, b)),
    logChange(E),
  );
  const logSum = Math.log(z.reduce((sum, value) => sum + Math.exp(value - top), 0));
  const rounded = 2 * logChange(gamma(C - 1)) + ELEMENTARY * (2 * logSum + sumMoves);
  const lse = top + logSum;
  const lseError = (sumMoves + rounded + 2 * U * Math.abs(lse)) / (1 - U);
  const turns = logChange(E) + Math.log1p(gamma(C + 1)) + logChange(gamma(C));
  const pError = p.map((value, c) => Math.min(1 + gamma(C), value * Math.expm1(D[c] + turns)) + FLUSHED);
  return { lse, lseError, pError };
}

/** The bounds on |a − b|, entry by entry, for b what the reference loops give and a any other order of the same sums. */
export function float64Bounds(problem: Float64Problem): Passed {
  const { features, params, direction, targets, weights, residuals } = problem;
  const { nRows: n, nColumns: d } = features;
  const C = params.length / (d + 1);
  const reference = passedBy(referenceKernels.linear(features, "float64"), problem);
  const alongDirection = new Float64Array(n * C);
  referenceKernels.linear(features, "float64").logits(direction, { from: 0, to: n }, alongDirection);
  const magnitudes = new Magnitudes(features);
  const isSoft = targets instanceof Float64Array;
  const table = () => new Float64Array(n * C);
  const bounds = { logits: table(), probabilities: table(), loss: new Float64Array(1) };
  const gradient = new Products(magnitudes, C, 3);
  const hvp = new Products(magnitudes, C, 4);
  const accumulated = new Products(magnitudes, C, 1);
  const nTerms = isSoft ? targets.reduce((count, y) => count + Number(y !== 0), 0) : n;

  for (let i = 0; i < n; i++) {
    const of = (values: Float64Array) => values.subarray(i * C, (i + 1) * C);
    const [z, p, u] = [of(reference.logits), of(reference.probabilities), of(alongDirection)];
    const w = weights[i];
    const y = isSoft ? of(targets) : Float64Array.from({ length: C }, (_, c) => Number(targets[i] === c));
    const zError = logitErrors(magnitudes, i, params);
    const uError = logitErrors(magnitudes, i, direction);
    const { lse, lseError, pError } = softmaxErrors(z, p, zError);
    of(bounds.logits).set(zError.map((error) => 2 * error));
    of(bounds.probabilities).set(pError);

    for (let c = 0; c < C; c++) {
      if (y[c] === 0) continue;
      const own = (1 + gamma(nTerms + 2)) * (lseError + 2 * zError[c]);
      const term = Math.abs(lse - z[c]);
      bounds.loss[0] +=
        w * y[c] * (own + 2 * gamma(nTerms + 2) * term) + 2 * UNDERFLOW * (1 + term) * (1 + w);
      gradient.add(i, c, w * Math.abs(p[c] - y[c]), w * (pError[c] + (isSoft ? U * y[c] : 0)));
    }
    for (let c = 0; c < C; c++) if (y[c] === 0) gradient.add(i, c, w * p[c], w * pError[c]);

    const { mean, meanError } = meanErrors(p, pError, u, uError);
    for (let c = 0; c < C; c++) {
      const [a, aError] = [Math.abs(u[c] - mean), 2 * uError[c] + meanError];
      const moves = pError[c] * (a + aError) + p[c] * aError;
      hvp.add(i, c, w * p[c] * a, w * moves + UNDERFLOW * (1 + a + aError));
      accumulated.add(i, c, Math.abs(residuals[i * C + c]), 0);
    }
  }
  return {
    ...bounds,
    gradient: gradient.sums,
    hvp: hvp.sums,
    accumulated: accumulated.sums,
    gram: gramBounds(magnitudes, weights),
  };
}

/** Of Σ_c p_c u_c, its value and how far another order's is from it. */
function meanErrors(p: Float64Array, pError: Float64Array, u: Float64Array, uError: Float64Array) {
  const C = p.length;
  let [mean, meanError] = [0, 0];
  for (let c = 0; c < C; c++) {
    const size = Math.abs(u[c]);
    mean += p[c] * u[c];
    const moves = pError[c] * (size + 2 * uError[c]) + p[c] * 2 * uError[c];
    meanError += (1 + gamma(C)) * moves + 2 * gamma(C) * p[c] * size + UNDERFLOW;
  }
  return { mean, meanError };
}

/** Bounds on Σ_i r_ic x_ij, whose terms go through `roundings` and the additions behind that, for residuals that differ. */
class Products {
  readonly #magnitudes: Magnitudes;
  readonly #nClasses: number;
  /** γ of each column. */
  readonly #gammas: Float64Array;
  /** The bounds, entry by entry. */
  readonly sums: Float64Array;

  constructor(magnitudes: Magnitudes, nClasses: number, roundings: number) {
    this.#magnitudes = magnitudes;
    this.#nClasses = nClasses;
    this.#gammas = magnitudes.counts.map((count) => gamma(count + roundings));
    this.sums = new Float64Array(nClasses * magnitudes.width);
  }

  /** Row i's residual of class c: its size, and how much another's differs before it is multiplied. */
  add(i: number, c: number, size: number, error: number): void {
    const { x, underflow } = this.#magnitudes.row(i);
    const d = x.length - 1;
    for (let j = 0; j <= d; j++) {
      const g = this.#gammas[j];
      this.sums[place(c, j, this.#nClasses, d)] += x[j] * ((1 + g) * error + 2 * g * size) + underflow[j];
    }
  }
}

function gramBounds(magnitudes: Magnitudes, weights: Float64Array): Float64Array {
  const { width } = magnitudes;
  const bounds = new Float64Array(gramSize(width - 1));
  if (bounds.length === 0) return bounds;
  const { counts } = magnitudes;
  const factors = bounds.map((_, at) => {
    const m = Math.min(counts[at % width], counts[Math.floor(at / width)]);
    return gamma(m + 6) + gamma(m + 3);
  });
  weights.forEach((w, i) => {
    const { x, underflow } = magnitudes.row(i);
    for (let j = 0, at = 0; j < width; j++)
      for (let k = 0; k < width; k++, at++) {
        const slips = underflow[j] * (1 + x[k]) + underflow[k] * (1 + x[j]);
        bounds[at] += factors[at] * w * x[j] * x[k] + (1 + w) * slips;
      }
  });
  return bounds;
}
