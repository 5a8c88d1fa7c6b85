import { createStore } from "zustand";
import type { Points } from "../../../../state/pointEdits.js";
import {
  clouds,
  descended,
  measured,
  objectiveOf,
  probabilities,
  score,
  steepness,
  type Weights,
} from "../../twoClasses.js";

export const points: Points = clouds({ nSamples: 80, noise: 1.6, seed: 4 });
export const objective = objectiveOf(points);

/** Half the side of the square that the figure shows. */
export const reach = 5;

/** The number of squares along each side of the surface. */
export const nCells = 26;

/** σ(f) at the corners of the surface's squares, x₁ first: [nCells + 1, nCells + 1], row by row of x₂. */
export function heights(weights: Weights): number[] {
  const at = (k: number) => reach * ((2 * k) / nCells - 1);
  const corners = Array.from({ length: (nCells + 1) ** 2 }, (_, k) => ({
    x: at(k % (nCells + 1)),
    y: at(Math.floor(k / (nCells + 1))),
  }));
  return probabilities(corners.map((corner) => score(weights, corner)));
}

export interface BoundaryState {
  readonly weights: Weights;
  /** Where the line is held. */
  readonly held: readonly [number, number];
  readonly learningRate: number;
  /** Of gradient descent, since somebody else moved the line. */
  readonly steps: number;
  readonly learning: boolean;
}

export const store = createStore<BoundaryState>(() => ({
  weights: [0.8, 0.9, 0.5],
  held: [0, 0],
  learningRate: 0.5,
  steps: 0,
  learning: false,
}));

/** Taken hold of: what was learned is given up. */
export const setWeights = (weights: Weights, held = store.getState().held): void =>
  store.setState({ weights, held, steps: 0, learning: false });

/** Small enough to say that nothing is left to learn. */
const tolerance = 1e-3;

const gradientNorm = ({ weights, learningRate }: BoundaryState): number =>
  measured(objective, weights, learningRate).gradientNorm;

export function step(): void {
  const { weights, learningRate, steps } = store.getState();
  store.setState({ weights: descended(objective, weights, learningRate), steps: steps + 1 });
  if (gradientNorm(store.getState()) < tolerance) store.setState({ learning: false });
}

/** Whether every place that is shown has a probability of 40 to 60 %: |f| ≤ ln 1.5 at the corners, where it is largest. */
export const isFlat = ({ weights }: BoundaryState): boolean =>
  [-reach, reach]
    .flatMap((x) => [-reach, reach].map((y) => score(weights, { x, y })))
    .every((f) => Math.abs(f) <= Math.log(1.5));

/** How wide the band is in which the probability is between 10 and 90 %: |f| ≤ ln 9 on either side of the line. */
export const doubtfulWidth = ({ weights }: BoundaryState): number => (2 * Math.log(9)) / steepness(weights);

export const hasLearned = (state: BoundaryState): boolean =>
  state.steps > 0 && gradientNorm(state) < tolerance;
