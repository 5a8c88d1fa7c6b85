import { sigmoidLoss } from "@softmax/losses";
import { createStore } from "zustand";
import type { Points } from "../../../../state/pointEdits.js";
import { clouds, score, type Weights } from "../../twoClasses.js";

/** Half the height of what the figure shows. */
export const reach = 4.5;

/** Two clouds between which there is a line; another seed draws others of the same kind. */
export const drawn = (seed: number): Points => clouds({ nSamples: 48, noise: 0.62, seed });

export interface PointsState {
  readonly points: Points;
  /** How many of them were drawn at random: the first ones. The others are painted. */
  readonly nDrawn: number;
  readonly seed: number;
  readonly weights: Weights;
  /** Where the line is held. */
  readonly held: readonly [number, number];
  /** The class that is painted. */
  readonly brush: 0 | 1;
  /** Where the keyboard paints. */
  readonly cross: readonly [number, number];
}

const first = { points: drawn(1), nDrawn: 48, seed: 1 };

export const store = createStore<PointsState>(() => ({
  ...first,
  weights: [0.3, 0.25, 0.6],
  held: [0, 0],
  brush: 1,
  cross: [2, 2],
}));

export const setWeights = (weights: Weights, held = store.getState().held): void =>
  store.setState({ weights, held });

export function paint(x: number, y: number): void {
  const { points, brush } = store.getState();
  store.setState({ points: [...points, { x, y, c: brush }], cross: [x, y] });
}

export function drawOthers(): void {
  const seed = store.getState().seed + 1;
  store.setState({ points: drawn(seed), nDrawn: 48, seed });
}

export const clear = (): void => store.setState({ points: [], nDrawn: 0 });

/** −ln of the probability that each point's own class has. */
export function losses({ points, weights }: Pick<PointsState, "points" | "weights">): Float64Array {
  const scores = Float64Array.from(points, (point) => score(weights, point));
  const values = new Float64Array(points.length);
  sigmoidLoss().evaluate(
    scores,
    Int32Array.from(points, ({ c }) => c),
    1,
    values,
  );
  return values;
}

export const meanLoss = (state: PointsState): number =>
  losses(state).reduce((sum, each) => sum + each, 0) / state.points.length;

/** Those on the other class's side of the line, where f(x) = 0 counts as green. */
export const misclassified = ({ points, weights }: PointsState): Points =>
  points.filter((point) => score(weights, point) > 0 !== (point.c === 1));

const hasBoth = ({ points }: PointsState) =>
  points.some(({ c }) => c === 0) && points.some(({ c }) => c === 1);

export const allRight = (state: PointsState): boolean => hasBoth(state) && misclassified(state).length === 0;

export const isSure = (state: PointsState): boolean => allRight(state) && meanLoss(state) < 0.05;

/** Whether a painted point has cost more than 4 alone: its class was given less than e⁻⁴, 2 %. */
export const paintedConfidentMistake = (state: PointsState): boolean =>
  state.nDrawn > 0 &&
  losses(state)
    .slice(state.nDrawn)
    .some((loss) => loss > 4);
