import { blobs, type NumberColumn } from "@softmax/datasets";
import { type LinearObjective, linearObjective, sigmoidLoss } from "@softmax/losses";
import { type GradientDescentState, gradientDescent } from "@softmax/optim";
import { denseFeatures, referenceKernels, sigmoid, tensor } from "@softmax/tensor-core";
import type { PlaneLogits } from "../../pictures/plane.js";
import type { Point, Points } from "../../state/pointEdits.js";

/*
 * Green (y = 0) and red (y = 1) points of the plane, and ŷ = σ(f(x)) with f(x) = w₀ + w₁x₁ + w₂x₂. The number c of a
 * point's class is its y.
 */

export type Weights = readonly [w0: number, w1: number, w2: number];

export const classNames = ["green", "red"] as const;
/** Their colors, by y; canvases take them from `look.twoClasses`. */
export const classColors = ["--green", "--red"] as const;

/** f at a place. */
export const score = ([w0, w1, w2]: Weights, { x, y }: Pick<Point, "x" | "y">): number =>
  w0 + w1 * x + w2 * y;

/** σ of each score. */
export const probabilities = (scores: readonly number[]): number[] =>
  Array.from(sigmoid(tensor([...scores])).toArray("float64"));

/** (0, f), the logits whose softmax is (1 − σ(f), σ(f)). */
export const logitsOf = ([w0, w1, w2]: Weights): PlaneLogits => ({ weights: [0, 0, w1, w2], bias: [0, w0] });

/** The slope of f, √(w₁² + w₂²): how fast doubt ends beside the line. */
export const steepness = ([, w1, w2]: Weights): number => Math.hypot(w1, w2);

/** f times a number, such that its slope is this: the line f = 0 stays where it is. */
export function withSteepness(weights: Weights, slope: number): Weights {
  const factor = slope / steepness(weights);
  return [factor * weights[0], factor * weights[1], factor * weights[2]];
}

/** Mean −ln of the probability of the right class; its parameters are (w₁, w₂, w₀). */
export const objectiveOf = (points: Points): LinearObjective =>
  linearObjective({
    kernel: referenceKernels.linear(
      denseFeatures(Float64Array.from(points.flatMap(({ x, y }) => [x, y])), points.length, 2),
      "float64",
    ),
    targets: Int32Array.from(points, ({ c }) => c),
    nClasses: 1,
    loss: sigmoidLoss(),
    kernels: referenceKernels,
  });

/** What gradient descent knows at these weights: their loss and its gradient. */
export function measured(
  objective: LinearObjective,
  [w0, w1, w2]: Weights,
  learningRate: number,
): GradientDescentState {
  return gradientDescent({ learningRate }).init(objective, Float64Array.of(w1, w2, w0));
}

/** One step w ← w − η∇L. */
export function descended(objective: LinearObjective, weights: Weights, learningRate: number): Weights {
  const before = measured(objective, weights, learningRate);
  const [w1, w2, w0] = gradientDescent({ learningRate }).step(objective, before).params;
  return [w0, w1, w2];
}

export interface CloudOptions {
  readonly nSamples: number;
  /** How far points stray from the middle of their cloud. */
  readonly noise: number;
  readonly seed: number;
}

/** A green and a red cloud that overlap, within −4 … 4 or so: two of the three of `blobs`, at half their size. */
export function clouds({ nSamples, noise, seed }: CloudOptions): Points {
  const { columns } = blobs({ nSamples: 1.5 * nSamples, nClasses: 3, noise: 2 * noise, seed });
  const [x1, x2, label] = columns.map((column) => (column as NumberColumn).values);
  return Array.from(x1, (x, i) => ({ x: x / 2 - 0.5, y: x2[i] / 2 - 0.85, c: label[i] })).filter(
    ({ c }) => c < 2,
  );
}
