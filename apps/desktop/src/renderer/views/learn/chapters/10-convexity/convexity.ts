import { blobs, type NumberColumn } from "@softmax/datasets";
import { crossEntropyLoss, type LinearObjective, linearObjective, quadraticLoss } from "@softmax/losses";
import { lbfgs, minimize } from "@softmax/optim";
import { denseFeatures, normal, random, referenceKernels, symmetricEigen } from "@softmax/tensor-core";
import { createStore } from "zustand";
import type { Points } from "../../../../state/pointEdits.js";

const nClasses = 3;
const nWeights = 2 * nClasses;

/** Three classes, each feature with mean 0 and deviation 1: as the Studio trains on them. */
function standardized(noise: number): Points {
  const { columns } = blobs({ nSamples: 60, nClasses, noise, seed: 4 });
  const [x1, x2, label] = columns.map((column) => Array.from((column as NumberColumn).values));
  const [x, y] = [x1, x2].map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return values.map((value) => (value - mean) / Math.sqrt(variance));
  });
  return label.map((c, i) => ({ x: x[i], y: y[i], c }));
}

export const dataNames = ["overlapping", "separable"] as const;
const data = { overlapping: standardized(4), separable: standardized(0.9) } as const;

export const lossNames = ["cross-entropy", "quadratic"] as const;
const losses = { "cross-entropy": crossEntropyLoss(), quadratic: quadraticLoss() } as const;

export interface Problem {
  readonly data: keyof typeof data;
  readonly loss: keyof typeof losses;
  readonly l2: number;
}

export const pointsOf = (problem: Pick<Problem, "data">): Points => data[problem.data];

/** F(W, b): 6 weights and 3 biases. */
export function objectiveOf(problem: Problem): LinearObjective {
  const points = pointsOf(problem);
  return linearObjective({
    kernel: referenceKernels.linear(
      denseFeatures(Float64Array.from(points.flatMap(({ x, y }) => [x, y])), points.length, 2),
      "float64",
    ),
    targets: Int32Array.from(points, ({ c }) => c),
    nClasses,
    loss: losses[problem.loss],
    l2: problem.l2,
    kernels: referenceKernels,
  });
}

/** The objective with its penalty. */
export const valueAt = (objective: LinearObjective, params: Float64Array): number =>
  objective.loss(params) + objective.penalty(params);

/** Random parameters, normal with this deviation. */
export const drawn = (seed: number, deviation: number): Float64Array =>
  normal(random(seed, "weights"), nWeights + nClasses).map((value) => deviation * value) as Float64Array;

/** α W₁ + (1 − α) W₂ for the two ends that a seed draws. */
export function between(seed: number, alpha: number): Float64Array {
  const [a, b] = [drawn(2 * seed, 3), drawn(2 * seed + 1, 3)];
  return a.map((value, j) => alpha * value + (1 - alpha) * b[j]);
}

/** The eigenvalues of the Hessian [9, 9], ascending; its columns are its products with unit vectors. */
export function eigenvalues(objective: LinearObjective, params: Float64Array): Float64Array {
  const n = params.length;
  const hessian = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    objective.hvp!(params, unit, hessian.subarray(j * n, (j + 1) * n));
  }
  return symmetricEigen(hessian, n).values;
}

/** Where one of the random starts leads. */
export interface Run {
  /** F at the start and after each step. */
  readonly values: readonly number[];
  /** ‖W‖ at the end. */
  readonly size: number;
}

const nStarts = 10;
export const maxSteps = 60;

export function runFrom(objective: LinearObjective, seed: number): Run {
  const start = drawn(seed, 4);
  const values = [valueAt(objective, start)];
  const { params } = minimize(objective, start, lbfgs(), {
    maxSteps,
    tolerance: 1e-9,
    onStep: ({ value }) => values.push(value),
  });
  return { values, size: Math.hypot(...params.subarray(0, nWeights)) };
}

const nSlides = 100;

/** What follows from the problem and the two ends. */
interface Shown {
  /** F along the segment, [nSlides + 1]. */
  readonly slide: readonly number[];
  readonly runs: readonly Run[];
  /** Of the Hessian at α. */
  readonly eigen: Float64Array;
}

export interface ConvexityState extends Problem, Shown {
  readonly seed: number;
  readonly alpha: number;
  /** F of the best parameters, and how far it is at most from the least there is; null until it was asked for. */
  readonly proof: { readonly objective: number; readonly gap: number } | null;
}

type Choices = Problem & Pick<ConvexityState, "seed" | "alpha">;

function shown(choices: Choices): Shown {
  const objective = objectiveOf(choices);
  return {
    slide: Array.from({ length: nSlides + 1 }, (_, k) =>
      valueAt(objective, between(choices.seed, k / nSlides)),
    ),
    runs: Array.from({ length: nStarts }, (_, k) => runFrom(objective, k)),
    eigen: eigenvalues(objective, between(choices.seed, choices.alpha)),
  };
}

const first: Choices = { data: "overlapping", loss: "cross-entropy", l2: 0.01, seed: 2, alpha: 0.5 };

export const store = createStore<ConvexityState>(() => ({ ...first, ...shown(first), proof: null }));

export function change(changes: Partial<Problem & Pick<ConvexityState, "seed">>): void {
  const next = { ...store.getState(), ...changes };
  store.setState({ ...next, ...shown(next), proof: null });
}

export function slideTo(alpha: number): void {
  const state = store.getState();
  store.setState({ alpha, eigen: eigenvalues(objectiveOf(state), between(state.seed, alpha)) });
}

/** F on the segment, straight between the places where it was computed. */
export function curve(alpha: number, { slide }: Pick<Shown, "slide">): number {
  const k = Math.min(nSlides - 1, Math.floor(alpha * nSlides));
  return slide[k] + (alpha * nSlides - k) * (slide[k + 1] - slide[k]);
}

/** α F(W₁) + (1 − α) F(W₂). */
export const chord = (alpha: number, { slide }: Pick<Shown, "slide">): number =>
  alpha * slide[nSlides] + (1 - alpha) * slide[0];

/** Eigenvalues that are 0 but for rounding. */
export const nZero = ({ eigen }: Pick<Shown, "eigen">): number =>
  eigen.filter((value) => Math.abs(value) < 1e-10).length;

export const isAbove = (state: ConvexityState): boolean =>
  curve(state.alpha, state) > chord(state.alpha, state) + 1e-3;

/** Whether all shift directions, 2 of the weights and 1 of the biases, are seen to be flat. */
export const isFlat = (state: ConvexityState): boolean =>
  state.loss === "cross-entropy" && state.data === "overlapping" && nZero(state) === 3;

export const isProven = ({ proof }: ConvexityState): boolean => proof !== null;

export const hasNoMinimum = ({ data, loss, l2 }: ConvexityState): boolean =>
  data === "separable" && loss === "cross-entropy" && l2 === 0;
