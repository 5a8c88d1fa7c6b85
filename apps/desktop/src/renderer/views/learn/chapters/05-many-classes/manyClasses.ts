import { crossEntropyLoss, linearObjective } from "@softmax/losses";
import { adam, type StochasticState, stochastic } from "@softmax/optim";
import { defaultKernels, denseFeatures, oneHot, softmax, tensor } from "@softmax/tensor-core";
import { createStore } from "zustand";
import { classNames, drawnPictures, nFeatures, planeSize } from "./drawnPictures.js";

const nClasses = classNames.length;
const kernels = defaultKernels();

/** What is learned from, and two pictures of each class that are not among them. */
const training = drawnPictures(24, 1);
export const shown = drawnPictures(2, 2);

/** Bytes become numbers from 0 to 1. */
const scaled = (pixels: Uint8Array): Float64Array => Float64Array.from(pixels, (byte) => byte / 255);

const linear = (pixels: Uint8Array) =>
  kernels.linear(denseFeatures(scaled(pixels), pixels.length / nFeatures, nFeatures), "float64");

/** Mean cross-entropy of the pictures; parameters are the templates W [10, 3072] and then b [10]. */
export const objective = linearObjective({
  kernel: linear(training.pixels),
  targets: training.classes,
  nClasses,
  loss: crossEntropyLoss(),
  kernels,
});

/** As the Train view does it, a batch at a time. */
const solver = stochastic(adam(0.002), { batchSize: 40, seed: 1 });

export interface ManyClassesState {
  /** Which of the shown pictures is looked at. */
  readonly picture: number;
  /** Classes that have been looked at. */
  readonly seen: ReadonlySet<number>;
  /** Which of its 3,072 numbers is pointed at, from 0. */
  readonly position: number;
  /** null before the first step. */
  readonly learned: StochasticState | null;
  readonly learning: boolean;
}

export const store = createStore<ManyClassesState>(() => ({
  picture: 8,
  seen: new Set(),
  position: 16 * 32 + 15,
  learned: null,
  learning: false,
}));

const start = new Float64Array(objective.size);
export const paramsOf = ({ learned }: Pick<ManyClassesState, "learned">): Float64Array =>
  learned?.params ?? start;
export const stepsOf = ({ learned }: ManyClassesState): number => learned?.step ?? 0;

export const pick = (picture: number): void =>
  store.setState({ picture, seen: new Set([...store.getState().seen, shown.classes[picture]]) });

export const point = (position: number): void =>
  store.setState({ position: Math.min(nFeatures - 1, Math.max(0, Math.round(position))) });

/** Points at a pixel, in the color that was pointed at before; rows and columns from 0. */
export function pointAtPixel(row: number, column: number): void {
  const plane = Math.floor(store.getState().position / planeSize);
  const within = (k: number) => Math.min(31, Math.max(0, k));
  point(plane * planeSize + within(row) * 32 + within(column));
}

/** Enough for pictures as plain as these. */
export const mostSteps = 120;

/** One step on the next batch. */
export function step(): void {
  const { learned, learning } = store.getState();
  const next = solver.step(objective, learned ?? solver.init(objective, start));
  store.setState({ learned: next, learning: learning && next.step < mostSteps });
}

/** x, [3072]: bytes of the picture that is looked at. */
export const pixelsOf = (picture: number): Uint8Array =>
  shown.pixels.subarray(picture * nFeatures, (picture + 1) * nFeatures);

/** w_c, [3072]. */
export const templateOf = (params: Float64Array, c: number): Float64Array =>
  params.subarray(c * nFeatures, (c + 1) * nFeatures);

const shownLinear = linear(shown.pixels);

/** s_c = w_c · x + b_c of every shown picture, [20][10]. */
export function scoresOf(params: Float64Array): number[][] {
  const n = shown.classes.length;
  const logits = new Float64Array(n * nClasses);
  shownLinear.logits(params, { from: 0, to: n }, logits);
  return Array.from({ length: n }, (_, i) => [...logits.subarray(i * nClasses, (i + 1) * nClasses)]);
}

export const probabilitiesOf = (scores: readonly number[]): number[] =>
  Array.from(softmax(tensor([...scores])).toArray("float64"));

/** e_c, [10]: 1 in the place of the class, else 0. */
export const targetOf = (c: number): number[] => Array.from(oneHot([c], nClasses).toArray(), Number);

/** How many of the shown pictures have their own class's score as the largest. */
export const nRight = (params: Float64Array): number =>
  scoresOf(params).filter((scores, i) => scores.indexOf(Math.max(...scores)) === shown.classes[i]).length;

/** Whether a cat and a ship have been picked. */
export const sawCatAndShip = ({ seen }: ManyClassesState): boolean => [3, 8].every((c) => seen.has(c));

/** Whether the pixel in the corner at the bottom right is pointed at. */
export const isInCorner = ({ position }: ManyClassesState): boolean => position % planeSize === planeSize - 1;

/** Whether learning made it recognize nine of ten pictures that it has not learned from. */
export const recognizes = (state: ManyClassesState): boolean =>
  stepsOf(state) > 0 && nRight(paramsOf(state)) >= 0.9 * shown.classes.length;
