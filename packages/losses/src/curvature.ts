import { type Kernels, type RandomKey, type RowRange, random } from "@softmax/tensor-core";
import type { LinearObjectiveOptions } from "./linearObjective.js";
import { blockMetric, diagonalMetric, type Metric } from "./metric.js";
import { drawSample, type Sample } from "./rowSample.js";
import { scaledFactor } from "./scaledFactor.js";

/** Which rows a curvature is estimated from. */
export interface CurvatureSample {
  /** How many rows; all of them, and no chance, where there are no more. */
  readonly rows: number;
  /** Of the drawing, a whole number ≥ 0. */
  readonly seed: number;
}

/** out ← M⁻¹ · gradient for a symmetric positive definite approximation M of a Hessian; out is another array. */
export type ApplyInverse = (gradient: Float64Array, out: Float64Array) => void;

/**
 * Approximations of the Hessian of the objective at given parameters, from a sample of rows, in growing order of cost
 * and of likeness. With x̃ = (x, 1), h_ic = ∂²ℓ/∂z_c² at sample i (p_c (1 − p_c) for softmax cross-entropy), h̄ its mean
 * over classes, L2 = diag(l2, …, l2, 0) with the 0 for the bias, and κ = C / (C − 1):
 *
 *     blocks     M_c = κ·mean_i w_i h_ic x̃_i x̃_iᵀ + L2     a matrix [d+1, d+1] for each class
 *     gram       M   = κ·mean_i w_i h̄_i  x̃_i x̃_iᵀ + L2     one for all classes
 *     diagonal   the diagonal of that                       a number for each feature
 *
 * The classes are not independent of each other: a constant added to all logits changes no softmax, so along
 * directions that are the same in every class the Hessian is L2 alone. Therefore the inverses take a gradient g apart
 * into its mean ḡ over classes and the rest, and give P M⁻¹ P g + ḡ / l2 with P = I − mean over classes; on the range
 * of P the blocks with the factor κ are the Hessian itself for two classes, or where all p are equal. Losses that
 * are not `shiftInvariant` have κ = 1 and P = I; for the sigmoid loss the blocks are all there is.
 *
 * Rows count with probability proportional to what they add: those with p_c near 0 or 1, most of them near the
 * optimum, have next to no curvature in class c and are hardly ever drawn, so that about 2.5 rows a feature suffice.
 *
 * `undefined` where nothing usable came of it: no curvature at all, or features too large for the arithmetic.
 */
export interface Curvature {
  blocks(params: Float64Array, sample: CurvatureSample): ApplyInverse | undefined;
  gram(params: Float64Array, sample: CurvatureSample): ApplyInverse | undefined;
  /** [C·d + C], every entry positive. */
  diagonal(params: Float64Array, sample: CurvatureSample): Float64Array | undefined;
  /** One of the approximations M itself, with no direction taken out. */
  metric(
    name: "blocks" | "gram" | "diagonal",
    params: Float64Array,
    sample: CurvatureSample,
  ): Metric | undefined;
}

type Problem = LinearObjectiveOptions & { readonly kernels: Pick<Kernels, "cholesky"> };

/** The curvature of a linear objective whose loss tells its own; see `Curvature`. */
export function linearCurvature(problem: Problem): Curvature | undefined {
  const { kernel, nClasses: C, loss, l2 = 0 } = problem;
  if (!loss.curvature) return undefined;
  const spread = loss.shiftInvariant ? C / Math.max(C - 1, 1) : 1;
  const side = kernel.nColumns + 1;

  /** spread · Σ_k u_k x̃_k x̃_kᵀ + L2 over the pool. */
  const matrixOf = (pool: Pool, u: Float64Array, rows: number, key: RandomKey): Float64Array | undefined => {
    const drawn = drawSample(u, rows, key);
    if (!(drawn.mass > 0)) return undefined;
    const matrix = new Float64Array(side * side);
    kernel.gram(drawn.weights, rowsOf(pool, drawn), matrix);
    const each = (spread * drawn.mass) / drawn.picks.length;
    for (let k = 0; k < matrix.length; k++) matrix[k] *= each;
    for (let j = 0; j < side - 1; j++) matrix[j * side + j] += l2;
    return matrix;
  };

  const sameForBoth = loss.shiftInvariant && C === 2;
  /** What `use` makes of each class's matrix, one after the other. */
  const fromBlocks = <T>(
    params: Float64Array,
    { rows, seed }: CurvatureSample,
    use: (matrix: Float64Array) => T | undefined,
  ): T[] | undefined => {
    const pool = drawPool(problem, params, rows, seed);
    const made: T[] = [];
    for (let c = 0; c < (sameForBoth ? 1 : C); c++) {
      const matrix = matrixOf(pool, pool.curvatures[c], rows, random(seed, "curvature", c));
      const block = matrix && use(matrix);
      if (!block) return undefined;
      made.push(block);
    }
    return made;
  };
  const gramMatrix = (params: Float64Array, { rows, seed }: CurvatureSample) => {
    const pool = drawPool(problem, params, rows, seed);
    return matrixOf(pool, meanOverClasses(pool), rows, random(seed, "curvature"));
  };

  const diagonal: Curvature["diagonal"] = (params, { rows, seed }) => {
    const pool = drawPool(problem, params, rows, seed);
    const u = meanOverClasses(pool);
    const squares = new Float64Array(side);
    kernel.gramDiagonal(u, { from: 0, to: u.length, order: pool.order }, squares);
    for (let j = 0; j < side; j++) squares[j] = spread * squares[j] + (j < side - 1 ? l2 : 0);
    return filled(squares) ? fromRows(repeated(squares, C), C) : undefined;
  };

  return {
    blocks(params, sample) {
      const factors = fromBlocks(params, sample, (matrix) => scaledFactor(problem.kernels, matrix, side));
      if (!factors) return undefined;
      const solve = (G: Float64Array) => {
        for (let c = 0; c < C; c++) factors[sameForBoth ? 0 : c](G.subarray(c * side, (c + 1) * side));
      };
      return inverse(problem, solve);
    },

    gram(params, sample) {
      const matrix = gramMatrix(params, sample);
      const shared = matrix && scaledFactor(problem.kernels, matrix, side);
      return shared && inverse(problem, shared);
    },

    diagonal,

    metric(name, params, sample) {
      if (name === "diagonal") {
        const entries = diagonal(params, sample);
        return entries && diagonalMetric(entries);
      }
      const shared = name === "gram" ? gramMatrix(params, sample) : undefined;
      const matrices = shared
        ? [shared]
        : name === "blocks" && fromBlocks(params, sample, (matrix) => matrix);
      return matrices ? blockMetric(matrices, C) : undefined;
    },
  };
}

/** Rows drawn by their weight, and the curvature of each in each class. */
interface Pool {
  readonly order: Int32Array;
  /** [C][size]: w_i h_ic / n, so that sums over the pool estimate means over all rows. */
  readonly curvatures: Float64Array[];
}

/** Rows in a pool for each row in a sample that is drawn from it, and numbers in a pool at most. */
const POOLED = 8;
const POOL_VALUES = 2 ** 22;

function drawPool(problem: Problem, params: Float64Array, rows: number, seed: number): Pool {
  const { kernel, nClasses: C, loss, weights } = problem;
  const n = kernel.nRows;
  const size = Math.max(rows, Math.min(POOLED * rows, Math.floor(POOL_VALUES / C)));
  const drawn = drawSample(weights ?? new Float64Array(n).fill(1), size, random(seed, "pool"));
  const { picks: order } = drawn;
  const each = drawn.mass / (n * order.length);
  const curvatures = Array.from({ length: C }, () => new Float64Array(order.length));
  const h = new Float64Array(order.length * C);
  kernel.logits(params, { from: 0, to: order.length, order }, h);
  loss.curvature!(h, C, h);
  for (let k = 0, at = 0; k < order.length; k++) {
    const weight = each * (drawn.weights?.[k] ?? 1);
    for (let c = 0; c < C; c++) curvatures[c][k] = weight * h[at++];
  }
  return { order, curvatures };
}

function rowsOf({ order }: Pool, { picks }: Sample): RowRange {
  return { from: 0, to: picks.length, order: picks.map((k) => order[k]) };
}

function meanOverClasses({ curvatures, order }: Pool): Float64Array {
  const mean = new Float64Array(order.length);
  for (const ofClass of curvatures)
    for (let k = 0; k < mean.length; k++) mean[k] += ofClass[k] / curvatures.length;
  return mean;
}

/** Zeros take the mean of the others, such as features that no row of the sample has; false where all are zero. */
function filled(squares: Float64Array): boolean {
  const positive = squares.filter((value) => value > 0);
  const mean = positive.reduce((sum, value) => sum + value, 0) / positive.length;
  for (let j = 0; j < squares.length; j++) if (squares[j] === 0) squares[j] = mean;
  return mean > 0 && mean < Infinity;
}

/** P M⁻¹ P g + ḡ / l2, from the solution in place of M v = g for rows (w_c, b_c) of g. See `Curvature`. */
function inverse({ nClasses: C, loss, l2 = 0 }: Problem, solve: (rows: Float64Array) => void): ApplyInverse {
  return (gradient, out) => {
    const G = toRows(gradient, C);
    const mean = loss.shiftInvariant ? centered(G, C) : undefined;
    solve(G);
    if (mean) {
      centered(G, C);
      const [side, bias] = [mean.length, mean.length - 1];
      for (let c = 0; c < C; c++)
        for (let j = 0; j < side; j++) G[c * side + j] += j < bias && l2 > 0 ? mean[j] / l2 : mean[j];
    }
    out.set(fromRows(G, C));
  };
}

/** Subtracts from rows [C, side] their mean over C, and returns it. */
function centered(G: Float64Array, C: number): Float64Array {
  const side = G.length / C;
  const mean = new Float64Array(side);
  for (let c = 0; c < C; c++) for (let j = 0; j < side; j++) mean[j] += G[c * side + j] / C;
  for (let c = 0; c < C; c++) for (let j = 0; j < side; j++) G[c * side + j] -= mean[j];
  return mean;
}

/** Flat parameters, W row by row and then b, as rows (w_c, b_c). */
function toRows(params: Float64Array, C: number): Float64Array {
  const d = params.length / C - 1;
  const G = new Float64Array(params.length);
  for (let c = 0; c < C; c++) {
    G.set(params.subarray(c * d, (c + 1) * d), c * (d + 1));
    G[c * (d + 1) + d] = params[C * d + c];
  }
  return G;
}

function fromRows(G: Float64Array, C: number): Float64Array {
  const d = G.length / C - 1;
  const params = new Float64Array(G.length);
  for (let c = 0; c < C; c++) {
    params.set(G.subarray(c * (d + 1), c * (d + 1) + d), c * d);
    params[C * d + c] = G[c * (d + 1) + d];
  }
  return params;
}

function repeated(row: Float64Array, times: number): Float64Array {
  const rows = new Float64Array(row.length * times);
  for (let c = 0; c < times; c++) rows.set(row, c * row.length);
  return rows;
}
