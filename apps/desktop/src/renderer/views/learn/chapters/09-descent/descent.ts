import { linearObjective, sigmoidLoss } from "@softmax/losses";
import { gradientDescent, lbfgs, minimize, newton, type Solver, solverByName } from "@softmax/optim";
import { denseFeatures, referenceKernels } from "@softmax/tensor-core";
import { createStore } from "zustand";
import { contour, landscape } from "../../figure/contours.js";

/** Numbers that are not centered, which makes a long, narrow valley of the loss; and their classes. */
export const xs: readonly number[] = [0.5, 1, 1.4, 2, 2.6, 3.3, 3.9, 4.2, 5.1, 6];
export const ys: readonly number[] = [0, 0, 0, 1, 0, 1, 0, 1, 1, 1];

/** The mean loss of f = w₀ + w₁x; its parameters are (w₁, w₀). */
const objective = linearObjective({
  kernel: referenceKernels.linear(denseFeatures(Float64Array.from(xs), xs.length, 1), "float64"),
  targets: Int32Array.from(ys),
  nClasses: 1,
  loss: sigmoidLoss(),
  kernels: referenceKernels,
});

type Place = readonly [w0: number, w1: number];

/** L at a place, the mean over the points. */
export const loss = ([w0, w1]: Place): number => objective.loss(Float64Array.of(w1, w0));

const lowest = minimize(objective, new Float64Array(2), newton(), { tolerance: 1e-12 });
export const best: Place = [lowest.params[1], lowest.params[0]];

export const view = { x: [-7, 4], y: [-2, 3] } as const;

/** Where L is 0.01, 0.02, 0.04 … above its minimum. */
export const lines = (() => {
  const land = landscape((w0, w1) => loss([w0, w1]), view, 110);
  return Array.from({ length: 10 }, (_, k) => contour(land, lowest.value + 0.01 * 2 ** k));
})();

export const methods = ["gradient descent", "momentum", "Adam", "L-BFGS", "Newton"] as const;
export type Method = (typeof methods)[number];

/** η is of the mean loss; L-BFGS and Newton find their steps themselves. */
function solverOf(method: Method, learningRate: number): Solver {
  const options = { learningRate, batchSize: xs.length };
  if (method === "gradient descent") return gradientDescent(options) as Solver;
  if (method === "L-BFGS") return lbfgs() as Solver;
  if (method === "Newton") return newton() as Solver;
  return solverByName(method === "Adam" ? "adam" : "momentum", options);
}

/** One of the places that a method visits. */
export interface Stop {
  readonly w: Place;
  /** L here minus the least L there is. */
  readonly above: number;
  /** ∇L, in the order of w. */
  readonly gradient: Place;
}

export const maxSteps = 100;

function stopAt(params: Float64Array): Stop {
  const gradient = new Float64Array(2);
  const value = objective.valueAndGradient(params, gradient);
  return { w: [params[1], params[0]], above: value - lowest.value, gradient: [gradient[1], gradient[0]] };
}

/** The start, and where each step leads: 100 of them, fewer where nothing is left to do. */
export function pathOf(method: Method, start: Place, learningRate: number): Stop[] {
  const path = [stopAt(Float64Array.of(start[1], start[0]))];
  minimize(objective, Float64Array.of(start[1], start[0]), solverOf(method, learningRate), {
    maxSteps,
    tolerance: 1e-10,
    onStep: ({ params }) => path.push(stopAt(params)),
  });
  return path;
}

export interface DescentState {
  readonly start: Place;
  /** η of the mean loss. */
  readonly learningRate: number;
  /** All methods, or gradient descent alone. */
  readonly race: boolean;
  /** Of those that are shown, to their ends. */
  readonly paths: Readonly<Partial<Record<Method, readonly Stop[]>>>;
  /** How many steps are shown. */
  readonly steps: number;
  readonly running: boolean;
}

const pathsOf = ({ start, learningRate, race }: Pick<DescentState, "start" | "learningRate" | "race">) =>
  Object.fromEntries(
    methods
      .filter((method) => race || method === "gradient descent")
      .map((method) => [method, pathOf(method, start, learningRate)]),
  );

const first = { start: [2, -1], learningRate: 0.05, race: false } as const;

export const store = createStore<DescentState>(() => ({
  ...first,
  paths: pathsOf(first),
  steps: 0,
  running: false,
}));

/** Another start, η or choice of methods: the same number of steps from there. */
export function change(changes: Partial<Pick<DescentState, "start" | "learningRate" | "race">>): void {
  const next = { ...store.getState(), ...changes };
  store.setState({ ...next, paths: pathsOf(next) });
}

/** The learning rate of the sum over the points whose steps are the same: η_mean = n · η_sum. */
export const ofSum = (learningRate: number): number => learningRate / xs.length;

export function step(): void {
  const steps = Math.min(maxSteps, store.getState().steps + 1);
  store.setState({ steps, running: store.getState().running && steps < maxSteps });
}

export const rewind = (): void => store.setState({ steps: 0, running: false });

/** What is shown of a method's path. */
export const walked = ({ paths, steps }: DescentState, method: Method): readonly Stop[] =>
  paths[method]?.slice(0, steps + 1) ?? [];

/** How gradient descent fares so far. */
export function behavior(state: DescentState): "crawls" | "converges" | "zigzags" | "is thrown out" | null {
  const path = walked(state, "gradient descent");
  if (path.length < 6) return null;
  if (path.some(({ above }) => above > 1.5 * path[0].above)) return "is thrown out";
  if (path.slice(-5).every((stop, k) => isTurn(path[path.length - 6 + k], stop))) return "zigzags";
  const [from, to] = [path.at(-6)!.above, path.at(-1)!.above];
  return to < 0.85 * from || to < 0.05 * path[0].above ? "converges" : "crawls";
}

/** Whether the gradient points against the one before. */
const isTurn = ({ gradient: a }: Stop, { gradient: b }: Stop): boolean => a[0] * b[0] + a[1] * b[1] < 0;

const isFar = ({ start }: DescentState): boolean => loss(start) > 1;

/** Whether 100 steps of gradient descent from far away have come within 0.001 of the least loss. */
export function isTuned(state: DescentState): boolean {
  const path = walked(state, "gradient descent");
  return isFar(state) && path.length === maxSteps + 1 && path[maxSteps].above < 1e-3;
}

export const isThrownOut = (state: DescentState): boolean => behavior(state) === "is thrown out";

/** How many steps a method took to within 10⁻⁶ of the least loss; null where it is not there yet. */
export function arrival(state: DescentState, method: Method): number | null {
  const at = walked(state, method).findIndex(({ above }) => above < 1e-6);
  return at < 0 ? null : at;
}

/** Whether two methods have arrived from far away, and the others have not. */
export const isWon = (state: DescentState): boolean =>
  isFar(state) && methods.filter((method) => arrival(state, method) !== null).length >= 2;
