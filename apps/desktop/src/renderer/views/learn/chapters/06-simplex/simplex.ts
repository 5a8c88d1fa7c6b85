import { blobs, type NumberColumn } from "@softmax/datasets";
import { softmax, tensor } from "@softmax/tensor-core";
import { createStore } from "zustand";
import type { Points } from "../../../../state/pointEdits.js";

/** How many classes the figure can show. */
export type ClassCount = 2 | 3 | 4;

/** Scores without what is added to all of them lie within −reach … reach. */
export const reach = 5;

export interface SimplexState {
  readonly nClasses: ClassCount;
  /** Of four classes; the first `nClasses` are shown. */
  readonly differences: readonly number[];
  /** Added to all of them. */
  readonly constant: number;
}

export const store = createStore<SimplexState>(() => ({
  nClasses: 3,
  differences: [1.5, 0.5, -0.5, -1],
  constant: 0,
}));

/** s, [nClasses]. */
export const scoresOf = ({ nClasses, differences, constant }: SimplexState): number[] =>
  differences.slice(0, nClasses).map((each) => each + constant);

/** ŷ = softmax(s), [nClasses]. */
export const probabilitiesOf = (state: SimplexState): number[] => softmaxOf(scoresOf(state));

export const softmaxOf = (scores: readonly number[]): number[] =>
  Array.from(softmax(tensor([...scores])).toArray("float64"));

/** Puts score c there; what is added to all stays. */
export function setScore(c: number, score: number): void {
  const { differences, constant } = store.getState();
  store.setState({ differences: differences.map((each, k) => (k === c ? within(score - constant) : each)) });
}

/**
 * Scores whose softmax is ŷ are ln ŷ_c, up to a constant: the one that makes their sum 0. What lies beyond the edges of
 * the simplex, or so close to them that scores would leave their range, is drawn in.
 */
export function setProbabilities(y: readonly number[]): void {
  const logs = y.map((each) => Math.log(Math.max(each, Math.exp(-2 * reach))));
  const mean = logs.reduce((sum, each) => sum + each, 0) / y.length;
  const { differences } = store.getState();
  store.setState({
    differences: differences.map((each, c) => (c < y.length ? within(logs[c] - mean) : each)),
  });
}

const within = (score: number) => Math.min(reach, Math.max(-reach, score));

/** The corners e₁ … e_C of the simplex, where it is drawn: a segment, a triangle, a tetrahedron of equal edges. */
export const corners: { readonly [C in ClassCount]: readonly (readonly number[])[] } = {
  2: [
    [1, 0],
    [0, 1],
  ],
  3: [
    [0, 0],
    [1, 0],
    [0.5, Math.sqrt(3) / 2],
  ],
  4: [
    [1, 1, 1],
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ],
};

/** Where ŷ is drawn: Σ_c ŷ_c e_c. */
export function placeOf(y: readonly number[]): number[] {
  const e = corners[y.length as ClassCount];
  return e[0].map((_, axis) => y.reduce((sum, each, c) => sum + each * e[c][axis], 0));
}

/** The ŷ of the place in the segment that is nearest to (ŷ₁, ŷ₂). */
export const nearestOnSegment = (y1: number, y2: number): number[] => [(1 + y1 - y2) / 2, (1 - y1 + y2) / 2];

/** The ŷ that is drawn at this place of the triangle; a part is negative where the place lies outside. */
export function atTriangle(x: number, y: number): number[] {
  const third = (2 * y) / Math.sqrt(3);
  const second = x - third / 2;
  return [1 - second - third, second, third];
}

/** Points of as many classes, for the Train view. */
export function pointsOf(nClasses: ClassCount): Points {
  const [x1, x2, label] = blobs({ nSamples: 40 * nClasses, nClasses, seed: 2 }).columns.map(
    (column) => (column as NumberColumn).values,
  );
  return Array.from(x1, (x, i) => ({ x, y: x2[i], c: label[i] }));
}

/** Whether one of three classes is as good as excluded, while the others share what there is. */
export function isOnEdge(state: SimplexState): boolean {
  const [least, ...others] = probabilitiesOf(state).sort((a, b) => a - b);
  return state.nClasses === 3 && least < 0.01 && others.every((each) => each > 0.45);
}

/** Whether four classes are equally probable, to two percent. */
export const isUndecided = (state: SimplexState): boolean =>
  state.nClasses === 4 && probabilitiesOf(state).every((each) => Math.abs(each - 0.25) < 0.02);

/** Whether a large constant stands before the scores. */
export const hasConstant = ({ constant }: SimplexState): boolean => Math.abs(constant) >= 4;
