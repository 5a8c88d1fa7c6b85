import { blobs, type NumberColumn } from "@softmax/datasets";
import { crossEntropy, crossEntropyLoss, linearObjective } from "@softmax/losses";
import { lbfgs, minimize } from "@softmax/optim";
import {
  add,
  denseFeatures,
  logSoftmax,
  matmul,
  oneHot,
  referenceKernels,
  tensor,
  transpose,
} from "@softmax/tensor-core";
import { createStore } from "zustand";
import type { PlaneLogits } from "../../../../pictures/plane.js";
import { nearest, type Points } from "../../../../state/pointEdits.js";

const nClasses = 3;
export const l2 = 0.01;

export const points: Points = (() => {
  const { columns } = blobs({ nSamples: 60, nClasses, noise: 2.6, seed: 3 });
  const [x1, x2, label] = columns.map((column) => (column as NumberColumn).values);
  return Array.from(x1, (x, i) => ({ x, y: x2[i], c: label[i] }));
})();

/** Half the side of the square in which they all are. */
export const reach = 9.3;

const coordinates = points.flatMap(({ x, y }) => [x, y]);
const classes = points.map(({ c }) => c);

/** The classifier whose predictions are judged: the best one of these points. */
export const model: PlaneLogits = (() => {
  const objective = linearObjective({
    kernel: referenceKernels.linear(
      denseFeatures(Float64Array.from(coordinates), points.length, 2),
      "float64",
    ),
    targets: Int32Array.from(classes),
    nClasses,
    loss: crossEntropyLoss(),
    l2,
    kernels: referenceKernels,
  });
  const { params } = minimize(objective, new Float64Array(objective.size), lbfgs(), { tolerance: 1e-9 });
  return { weights: params.slice(0, 2 * nClasses), bias: params.slice(2 * nClasses) };
})();

const logits = add(
  matmul(
    tensor(coordinates, { shape: [points.length, 2] }),
    transpose(tensor(Array.from(model.weights), { shape: [nClasses, 2] })),
  ),
  tensor(Array.from(model.bias)),
);

/** ln ŷ of each point and class. */
const logProbabilities = logSoftmax(logits, 1).toArray("float64");

const logProbability = (point: number, c: number): number => logProbabilities[point * nClasses + c];

/** ŷ of each point's own class. */
export const ownProbability = (point: number): number => Math.exp(logProbability(point, points[point].c));

/** −Σ_c y_c ln ŷ_c of each point; y = (1 − ε) e + ε/C with e its one-hot target. */
export const losses = (labelSmoothing: number): Float64Array =>
  crossEntropy(logits, classes, { labelSmoothing, reduction: "none" }).toArray("float64") as Float64Array;

/** One class's part of a point's loss. */
export interface Term {
  readonly y: number;
  readonly logProbability: number;
  /** −y ln ŷ. */
  readonly value: number;
}

/** What each class adds to a point's loss. */
export function terms(point: number, labelSmoothing: number): Term[] {
  const target = oneHot(tensor([points[point].c], { dtype: "int32" }), nClasses).toArray("float64");
  return Array.from(target, (e, c) => {
    const y = (1 - labelSmoothing) * e + labelSmoothing / nClasses;
    const log = logProbability(point, c);
    return { y, logProbability: log, value: y === 0 ? 0 : -y * log };
  });
}

/** What is left after each further factor: from 1 and 0 on, so one more than there are factors. */
export interface Running {
  /** Of the factors ŷ, in float64. */
  readonly products: Float64Array;
  /** Of −ln ŷ. */
  readonly sums: Float64Array;
}

/** The chosen points one after the other, the row of them so many times. */
export function running(chosen: readonly number[], copies: number, labelSmoothing: number): Running {
  const each = losses(labelSmoothing);
  const n = chosen.length * copies;
  const [products, sums] = [new Float64Array(n + 1).fill(1), new Float64Array(n + 1)];
  for (let k = 0; k < n; k++) {
    const loss = each[chosen[k % chosen.length]];
    products[k + 1] = products[k] * Math.exp(-loss);
    sums[k + 1] = sums[k] + loss;
  }
  return { products, sums };
}

interface Choices {
  /** Points, in the order in which they were chosen. */
  readonly chosen: readonly number[];
  /** How many times each counts. */
  readonly copies: number;
  readonly labelSmoothing: number;
}

export interface EntropyState extends Choices, Running {
  /** The point whose terms are shown. */
  readonly current: number;
  /** Where the keyboard chooses. */
  readonly cross: readonly [number, number];
}

/** A doubtful point of each class. */
const first: Choices = { chosen: [22, 21, 17], copies: 1, labelSmoothing: 0 };

export const store = createStore<EntropyState>(() => ({
  ...first,
  ...running(first.chosen, first.copies, first.labelSmoothing),
  current: 17,
  cross: [points[17].x, points[17].y],
}));

export function choose(changes: Partial<Choices & Pick<EntropyState, "current" | "cross">>): void {
  const next = { ...store.getState(), ...changes };
  store.setState({ ...next, ...running(next.chosen, next.copies, next.labelSmoothing) });
}

/** Chooses the point at this place, or gives it up where it is the one that is shown. */
export function pick(x: number, y: number): void {
  const { chosen, current } = store.getState();
  const at = nearest(points, x, y, 1);
  const others = chosen.filter((each) => each !== at);
  if (at < 0) choose({ cross: [x, y] });
  else if (chosen.includes(at) && at === current) choose({ cross: [x, y], chosen: others });
  else choose({ cross: [x, y], chosen: [...others, at], current: at });
}

export const chooseAll = (): void => choose({ chosen: points.map((_, k) => k) });
export const chooseNone = (): void => choose({ chosen: [] });

/** After how many factors the product is 0; null where it is not. */
export function underflow({ products }: Running): number | null {
  const at = products.indexOf(0);
  return at < 0 ? null : at;
}

/** Whether the point that costs most is chosen, alone. */
export function hasWorst({ chosen }: Choices): boolean {
  const each = losses(0);
  return chosen.length === 1 && each[chosen[0]] === Math.max(...each);
}

/** Whether a point is shown whose loss a target that is not one-hot has made at least five times as large. */
export const isPunished = ({ current, labelSmoothing, chosen }: EntropyState): boolean =>
  labelSmoothing > 0 && chosen.includes(current) && losses(labelSmoothing)[current] >= 5 * losses(0)[current];

export const isUnderflown = (state: EntropyState): boolean => underflow(state) !== null;
