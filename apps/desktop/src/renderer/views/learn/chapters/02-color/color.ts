import { colorMatching, coneResponses, type NumberColumn, type StringColumn } from "@softmax/datasets";
import { crossEntropyLoss, linearObjective } from "@softmax/losses";
import { type LbfgsState, lbfgs } from "@softmax/optim";
import { argmax, denseFeatures, referenceKernels, softmax, tensor } from "@softmax/tensor-core";
import { createStore } from "zustand";
import { conesOf, knots, shareBetween, type Triple } from "./light.js";

/** 300 pure lights as the cones report them, each with its name: what `softmax train color-matching` learns from. */
const { columns, nSamples } = colorMatching();
const label = columns[3] as StringColumn;
export const names: readonly string[] = label.categories;
const nClasses = names.length;

const cones = columns.slice(0, 3).map((column) => (column as NumberColumn).values);
const features = Float64Array.from({ length: 3 * nSamples }, (_, k) => cones[k % 3][Math.floor(k / 3)]);
const kernel = referenceKernels.linear(denseFeatures(features, nSamples, 3), "float64");

export const l2 = 1e-4;
export const objective = linearObjective({
  kernel,
  targets: Int32Array.from(label.codes),
  nClasses,
  loss: crossEntropyLoss(),
  l2,
  kernels: referenceKernels,
});

/** Weights [C, 3], then biases [C]. */
export type Params = Float64Array;

/** z_c = w_c · x + b_c of one light. */
export function scoresOf(params: Params, x: Triple): Float64Array {
  const scores = new Float64Array(nClasses);
  const one = denseFeatures(Float64Array.from(x), 1, 3);
  referenceKernels.linear(one, "float64").logits(params, { from: 0, to: 1 }, scores);
  return scores;
}

export const probabilitiesOf = (params: Params, x: Triple): number[] =>
  Array.from(softmax(tensor(scoresOf(params, x))).toArray("float64"));

/** The share of the 300 lights whose most probable name is their own. */
export function accuracyOf(params: Params): number {
  const scores = new Float64Array(nSamples * nClasses);
  kernel.logits(params, { from: 0, to: nSamples }, scores);
  const said = argmax(tensor(scores, { shape: [nSamples, nClasses] }), 1).toArray("int32");
  return said.reduce((right: number, c, i) => right + (c === label.codes[i] ? 1 : 0), 0) / nSamples;
}

/** A class as a receptor: what its score gains from light of this wavelength, Σ_k w_ck · s_k(λ). */
export function receptorAt(params: Params, c: number, wavelength: number): number {
  const [l, m, s] = coneResponses(wavelength);
  return params[3 * c] * l + params[3 * c + 1] * m + params[3 * c + 2] * s;
}

/** The largest size of a curve over the spectrum, by which it is divided to be drawn. */
export const peakOf = (curve: (wavelength: number) => number): number =>
  Math.max(...Array.from({ length: 341 }, (_, i) => Math.abs(curve(380 + i))));

export interface ColorState {
  /** Of the light, 0 … 1 a knot. */
  readonly heights: readonly number[];
  /** The class whose receptor is shown. */
  readonly shown: number;
  readonly solver: LbfgsState;
  /** Of each class's receptor. */
  readonly peaks: readonly number[];
  readonly learning: boolean;
}

const method = lbfgs();

/** Height 1 at these wavelengths, 0 at all other knots. */
export const lamps = (...at: readonly number[]): number[] => knots.map((each) => (at.includes(each) ? 1 : 0));

export const store = createStore<ColorState>(() => ({
  heights: lamps(525),
  shown: names.indexOf("green"),
  ...reached(method.init(objective, new Float64Array(objective.size))),
  learning: false,
}));

function reached(solver: LbfgsState): Pick<ColorState, "solver" | "peaks"> {
  const peaks = names.map((_, c) => peakOf((wavelength) => receptorAt(solver.params, c, wavelength)));
  return { solver, peaks };
}

export const setHeight = (k: number, height: number): void =>
  store.setState(({ heights }) => ({ heights: heights.map((each, j) => (j === k ? height : each)) }));

/** One step of L-BFGS on the named lights; at the minimum it stops. */
export function step(): void {
  const { solver } = store.getState();
  const next = method.step(objective, solver);
  store.setState(reached(next));
  if (next.gradientNorm < 1e-5 || next.stalled !== "") store.setState({ learning: false });
}

export const hasLearned = ({ solver }: ColorState): boolean => accuracyOf(solver.params) >= 0.85;

/** Most probably yellow, with hardly any light of the wavelengths that are yellow by themselves. */
export function isYellowWithoutYellow({ heights, solver }: ColorState): boolean {
  const yellow = probabilitiesOf(solver.params, conesOf(heights))[names.indexOf("yellow")];
  return yellow > 0.5 && shareBetween(heights, 570, 590) < 0.05;
}

/** Driven by the long cones and held back by the medium ones: an opponent receptor. */
export function showsOpponent({ shown, solver: { params } }: ColorState): boolean {
  const [long, medium] = params.subarray(3 * shown);
  return long > 1 && medium < -1;
}
