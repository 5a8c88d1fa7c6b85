/**
 * Softmax regression solved the slow way, apart from everything the packages do: dense Hessian, proximal
 * Newton with coordinate descent, then exact Newton on the support. Small problems only.
 */
export interface SmallProblem {
  readonly X: number[][];
  /** Distributions over the classes, one row a sample. */
  readonly Y: number[][];
  readonly w: number[];
  readonly l2: number;
  readonly l1: number;
}

export interface Optimum {
  /** W row-major, then b, over all classes; classes that never occur have W = 0, b = −40 below the least. */
  readonly params: Float64Array;
  /** ‖·‖∞ of the subgradient of least norm, over the classes that occur. */
  readonly subgradientNorm: number;
  /** F(params) − min F, without cancellation: Bregman divergence plus the penalties' Fenchel terms. */
  trueGap(params: Float64Array): number;
}

/** mean w CE + ½·l2·‖W‖² + l1·‖W‖₁, term by term. */
export function directObjective({ X, Y, w, l2, l1 }: SmallProblem, params: Float64Array): number {
  const [C, d] = [Y[0].length, X[0].length];
  let loss = 0;
  X.forEach((x, i) => {
    const z = logits(x, params, C);
    const lse = logSumExp(z);
    loss +=
      (w[i] *
        dot(
          Y[i],
          z.map((zc) => lse - zc),
        )) /
      X.length;
  });
  const W = Array.from(params.subarray(0, C * d));
  return loss + W.reduce((sum, v) => sum + 0.5 * l2 * v * v + l1 * Math.abs(v), 0);
}

export function referenceOptimum(problem: SmallProblem): Optimum {
  const [C, d] = [problem.Y[0].length, problem.X[0].length];
  const occurring = [...Array(C).keys()].filter((c) => problem.Y.some((y, i) => problem.w[i] * y[c] > 0));
  const reduced = { ...problem, Y: problem.Y.map((y) => occurring.map((c) => y[c])) };
  const theta = minimize(reduced);
  const K = occurring.length;
  const lowest = Math.min(...theta.slice(K * d));
  const params = new Float64Array(C * (d + 1)).fill(0, 0, C * d).fill(lowest - 40, C * d);
  occurring.forEach((c, k) => {
    for (let j = 0; j < d; j++) params[c * d + j] = theta[k * d + j];
    params[C * d + c] = theta[K * d + k];
  });
  const { gradient } = derivatives(reduced, theta);
  return {
    params,
    subgradientNorm: Math.max(0, ...leastSubgradient(theta, gradient, K * d, problem.l1).map(Math.abs)),
    trueGap: (at) => gapTo(problem, occurring, theta, gradient, at),
  };
}

/** Levenberg–Marquardt around the two Newton steps below, until the subgradient is at rounding level. */
function minimize(problem: SmallProblem): number[] {
  let theta: number[] = Array(problem.Y[0].length * (problem.X[0].length + 1)).fill(0);
  let norm = subgradientNorm(problem, theta);
  let damping = 1e-6;
  for (let iteration = 0; iteration < 300 && norm > 1e-15 && damping < 1e6; iteration++) {
    const { gradient, hessian } = derivatives(problem, theta);
    const damped = hessian.map((row, j) => row.map((h, k) => h + (j === k ? damping : 0)));
    const support = newtonOnSupport(problem, theta, gradient, hessian);
    const step = proximalStep(problem, theta, gradient, damped);
    const next = theta.map((v, j) => v + step[j]);
    if (support && subgradientNorm(problem, support) < norm / 2) theta = support;
    else if (subgradientNorm(problem, next) < norm / 2 || lowers(problem, theta, next)) theta = next;
    else damping *= 30;
    damping *= 0.3;
    norm = subgradientNorm(problem, theta);
  }
  return theta;
}

const lowers = (problem: SmallProblem, from: number[], to: number[]): boolean =>
  directObjective(problem, Float64Array.from(to)) < directObjective(problem, Float64Array.from(from));

/** Newton on the non-zero weights and the bias; undefined where a weight would change its sign. */
function newtonOnSupport(problem: SmallProblem, theta: number[], gradient: number[], hessian: number[][]) {
  const nWeights = problem.Y[0].length * problem.X[0].length;
  const free = theta.map((_, j) => j).filter((j) => problem.l1 === 0 || j >= nWeights || theta[j] !== 0);
  const l1Of = (j: number) => (j < nWeights ? problem.l1 * Math.sign(theta[j]) : 0);
  const step = solve(
    free.map((j) => free.map((k) => hessian[j][k])),
    free.map((j) => -(gradient[j] + l1Of(j))),
  );
  const next = theta.slice();
  for (const [k, j] of free.entries()) next[j] += step[k];
  const keepsSigns = free.every((j) => problem.l1 === 0 || j >= nWeights || next[j] * theta[j] > 0);
  return keepsSigns ? next : undefined;
}

/** argmin_Δ gᵀΔ + ½ΔᵀHΔ + l1·‖W + Δ‖₁ by cyclic coordinate descent (exactly, where there is no l1). */
function proximalStep(
  problem: SmallProblem,
  theta: number[],
  gradient: number[],
  hessian: number[][],
): number[] {
  if (problem.l1 === 0)
    return solve(
      hessian,
      gradient.map((g) => -g),
    );
  const nWeights = problem.Y[0].length * problem.X[0].length;
  const step: number[] = Array(theta.length).fill(0);
  const slope = gradient.slice();
  for (let sweep = 0; sweep < 5000; sweep++) {
    let largest = 0;
    for (let j = 0; j < theta.length; j++) {
      const h = hessian[j][j];
      const centre = theta[j] + step[j] - slope[j] / h;
      const target = j < nWeights ? shrink(centre, problem.l1 / h) : centre;
      const change = target - theta[j] - step[j];
      if (change === 0) continue;
      step[j] = target - theta[j];
      for (let k = 0; k < slope.length; k++) slope[k] += hessian[k][j] * change;
      largest = Math.max(largest, Math.abs(change));
    }
    if (largest < 1e-15) break;
  }
  return step;
}

/** Gradient and Hessian of the smooth part; the Hessian with (Σ_c b_c)² and a trace of ridge, which move nothing. */
function derivatives({ X, Y, w, l2 }: SmallProblem, theta: number[]) {
  const [n, K, d] = [X.length, Y[0].length, X[0].length];
  const size = K * (d + 1);
  const gradient: number[] = theta.map((v, j) => (j < K * d ? l2 * v : 0));
  const hessian = theta.map((_, j) => theta.map((__, k) => (j === k ? (j < K * d ? l2 : 0) + 1e-9 : 0)));
  for (let j = K * d; j < size; j++) for (let k = K * d; k < size; k++) hessian[j][k] += 1;
  const at = (c: number, j: number) => (j < d ? c * d + j : K * d + c);
  X.forEach((row, i) => {
    const x = [...row, 1];
    const p = softmax(logits(row, Float64Array.from(theta), K));
    for (let c = 0; c < K; c++)
      for (let j = 0; j <= d; j++) {
        gradient[at(c, j)] += (w[i] / n) * (p[c] - Y[i][c]) * x[j];
        for (let e = 0; e < K; e++) {
          const curvature = (w[i] / n) * p[c] * (Number(c === e) - p[e]) * x[j];
          for (let k = 0; k <= d; k++) hessian[at(c, j)][at(e, k)] += curvature * x[k];
        }
      }
  });
  return { gradient, hessian };
}

function subgradientNorm(problem: SmallProblem, theta: number[]): number {
  const nWeights = problem.Y[0].length * problem.X[0].length;
  const { gradient } = derivatives(problem, theta);
  return Math.max(0, ...leastSubgradient(theta, gradient, nWeights, problem.l1).map(Math.abs));
}

function leastSubgradient(theta: number[], gradient: number[], nWeights: number, l1: number): number[] {
  return gradient.map((g, j) => {
    if (j >= nWeights) return g;
    return theta[j] === 0 ? shrink(g, l1) : g + l1 * Math.sign(theta[j]);
  });
}

/**
 * With Δ the distance to the minimum θ*, δ = ΔX and g* the smooth gradient there,
 * F − F* = mean w [ln Σ_c p*_c e^δ_c − p*·δ] + ½·l2·‖Δ‖² + g*·Δ + l1 (‖W‖₁ − ‖W*‖₁); a class that never
 * occurs adds its share of the log-sum-exp and its penalty.
 */
function gapTo(
  { X, Y, w, l2, l1 }: SmallProblem,
  occurring: number[],
  optimum: number[],
  gradient: number[],
  params: Float64Array,
): number {
  const [n, C, K, d] = [X.length, Y[0].length, occurring.length, X[0].length];
  const kept = occurring.flatMap((c) => Array.from(params.subarray(c * d, (c + 1) * d)));
  const theta = [...kept, ...occurring.map((c) => params[C * d + c])];
  const delta = theta.map((v, j) => v - optimum[j]);
  let gap = 0;
  X.forEach((x, i) => {
    const p = softmax(logits(x, Float64Array.from(optimum), K));
    const mass = Y[i].reduce((sum, y) => sum + y, 0);
    const z = logits(x, params, C);
    const absent = z.filter((_, c) => !occurring.includes(c));
    const leak = softplus(logSumExp(absent) - logSumExp(occurring.map((c) => z[c])));
    gap += (w[i] / n) * mass * (leak + logMeanExp(p, logits(x, Float64Array.from(delta), K)));
  });
  for (let j = 0; j < delta.length; j++) {
    gap += gradient[j] * delta[j];
    if (j < K * d) gap += 0.5 * l2 * delta[j] ** 2 + l1 * (Math.abs(theta[j]) - Math.abs(optimum[j]));
  }
  for (let c = 0; c < C; c++)
    if (!occurring.includes(c))
      for (const v of params.subarray(c * d, (c + 1) * d)) gap += 0.5 * l2 * v * v + l1 * Math.abs(v);
  return gap;
}

/** ln Σ p e^δ − p·δ ≥ 0, accurate where δ is tiny: ln(1 + Σ p (e^δ̃ − 1 − δ̃)) with δ̃ = δ − p·δ. */
function logMeanExp(p: number[], delta: number[]): number {
  const mean = dot(p, delta);
  const centred = delta.map((v) => v - mean);
  if (centred.some((v) => Math.abs(v) > 1)) return logSumExp(centred.map((v, c) => v + Math.log(p[c])));
  return Math.log1p(dot(p, centred.map(expm1MinusX)));
}

/** e^x − 1 − x for |x| ≤ 1 by its series. */
function expm1MinusX(x: number): number {
  let [term, sum] = [x, 0];
  for (let k = 2; k < 25; k++) sum += term *= x / k;
  return sum;
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  const A = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < n; k++) {
    const pivot = A.slice(k).reduce(
      (best, row, i) => (Math.abs(row[k]) > Math.abs(A[best][k]) ? i + k : best),
      k,
    );
    [A[k], A[pivot]] = [A[pivot], A[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = A[i][k] / A[k][k];
      if (factor !== 0) for (let j = k; j <= n; j++) A[i][j] -= factor * A[k][j];
    }
  }
  const x: number[] = Array(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    let sum = A[k][n];
    for (let j = k + 1; j < n; j++) sum -= A[k][j] * x[j];
    x[k] = sum / A[k][k];
  }
  return x;
}

function logits(x: number[], params: Float64Array, C: number): number[] {
  const d = x.length;
  return [...Array(C).keys()].map(
    (c) => dot(x, Array.from(params.subarray(c * d, (c + 1) * d))) + params[C * d + c],
  );
}

function logSumExp(z: number[]): number {
  const max = Math.max(...z);
  return z.length === 0 ? -Infinity : max + Math.log(z.reduce((sum, v) => sum + Math.exp(v - max), 0));
}

const softmax = (z: number[]): number[] => {
  const lse = logSumExp(z);
  return z.map((v) => Math.exp(v - lse));
};
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const shrink = (x: number, by: number): number => Math.sign(x) * Math.max(Math.abs(x) - by, 0);
const dot = (a: number[], b: number[]): number => a.reduce((sum, v, k) => sum + v * b[k], 0);
