import { crossEntropyLoss, type Loss, quadraticLoss } from "@softmax/losses";
import { type GradientDescentState, gradientDescent, type Objective } from "@softmax/optim";
import { createStore } from "zustand";
import type { Points } from "../../../../state/pointEdits.js";
import { probabilities } from "../../twoClasses.js";

export const costNames = ["quadratic", "logarithmic"] as const;
export type CostName = (typeof costNames)[number];

/** What f costs, and how that changes with f, for a point whose class is y. */
export interface Cost {
  readonly value: number;
  /** ∂cost/∂f. */
  readonly slope: number;
}

/**
 * The cost of ŷ = σ(f): (y − ŷ)² or −y ln ŷ − (1 − y) ln(1 − ŷ). As losses of the two logits (0, f), whose softmax is
 * (1 − ŷ, ŷ); `quadratic` sums over both classes and so is twice the cost of ŷ alone.
 */
export function costOf(name: CostName, f: number, y: 0 | 1 = 1): Cost {
  const { loss, factor } = losses[name];
  const [logits, target] = [Float64Array.of(0, f), Int32Array.of(y)];
  const [values, gradient] = [new Float64Array(1), new Float64Array(2)];
  loss.evaluate(logits, target, 2, values, gradient);
  return { value: factor * values[0], slope: factor * gradient[1] };
}

const losses: { readonly [N in CostName]: { readonly loss: Loss; readonly factor: number } } = {
  quadratic: { loss: quadraticLoss(), factor: 0.5 },
  logarithmic: { loss: crossEntropyLoss(), factor: 1 },
};

/** On a line: y is 1 where x is positive. */
export const data: readonly { readonly x: number; readonly y: 0 | 1 }[] = [
  -3, -2.5, -2, -1.5, -1, 1, 1.5, 2, 2.5, 3,
].map((x) => ({ x, y: x > 0 ? 1 : 0 }));

/** The same in the plane, for the Train view. */
export const points: Points = data.map(({ x, y }) => ({ x, y: 0, c: y }));

/** f(x) = w₀ + w₁ x. */
export type LineWeights = readonly [w0: number, w1: number];
export const scoreAt = ([w0, w1]: LineWeights, x: number): number => w0 + w1 * x;

/** Mean cost of the data; its parameters are (w₀, w₁). */
export const objectives: { readonly [N in CostName]: Objective } = {
  quadratic: objectiveOf("quadratic"),
  logarithmic: objectiveOf("logarithmic"),
};

function objectiveOf(name: CostName): Objective {
  return {
    size: 2,
    valueAndGradient([w0, w1], gradient) {
      const costs = data.map(({ x, y }) => costOf(name, scoreAt([w0, w1], x), y));
      const mean = (terms: readonly number[]) => terms.reduce((sum, each) => sum + each, 0) / data.length;
      gradient[0] = mean(costs.map(({ slope }) => slope));
      gradient[1] = mean(costs.map(({ slope }, i) => slope * data[i].x));
      return mean(costs.map(({ value }) => value));
    },
  };
}

export const learningRate = 0.5;

/** What gradient descent knows at these weights: the mean cost and its gradient. */
const measured = (name: CostName, weights: LineWeights): GradientDescentState =>
  gradientDescent({ learningRate }).init(objectives[name], Float64Array.from(weights));

function descended(name: CostName, weights: LineWeights): LineWeights {
  const { params } = gradientDescent({ learningRate }).step(objectives[name], measured(name, weights));
  return [params[0], params[1]];
}

export interface CostsState {
  /** Where both costs are looked at, for a point with y = 1. */
  readonly f: number;
  /** w₁ of the start; w₀ is 0 there. */
  readonly start: number;
  readonly weights: { readonly [N in CostName]: LineWeights };
  readonly steps: number;
  readonly learning: boolean;
}

export const store = createStore<CostsState>(() => ({ f: 2, ...begun(-6) }));

function begun(start: number): Omit<CostsState, "f"> {
  const weights: LineWeights = [0, start];
  return { start, weights: { quadratic: weights, logarithmic: weights }, steps: 0, learning: false };
}

export const startFrom = (start: number): void => store.setState(begun(start));

/** Enough to see where either goes. */
export const mostSteps = 400;

/** One step of gradient descent on each cost. */
export function step(): void {
  const { weights, steps, learning } = store.getState();
  const next = (name: CostName) => descended(name, weights[name]);
  store.setState({
    weights: { quadratic: next("quadratic"), logarithmic: next("logarithmic") },
    steps: steps + 1,
    learning: learning && steps + 1 < mostSteps,
  });
}

/** How many of the data are on their side of f = 0. */
export const nRight = (weights: LineWeights): number =>
  data.filter(({ x, y }) => scoreAt(weights, x) > 0 === (y === 1)).length;

export const isAllRight = (weights: LineWeights): boolean => nRight(weights) === data.length;

export const sigma = (f: number): number => probabilities([f])[0];

/** Whether f is where the quadratic cost has given up: a mistake, and next to no slope. */
export const isGivenUp = ({ f }: CostsState): boolean =>
  f < 0 && Math.abs(costOf("quadratic", f).slope) < 0.01;

/** Whether f is where the quadratic cost is steepest: σ(f) = ⅓, f = −ln 2. */
export const isSteepest = ({ f }: CostsState): boolean => Math.abs(f + Math.LN2) < 0.06;

/** Whether the logarithmic cost has everything right while the quadratic one has not, from the worst start. */
export const isOvertaken = ({ weights, steps }: CostsState): boolean =>
  steps > 0 && isAllRight(weights.logarithmic) && !isAllRight(weights.quadratic);

/** Whether the quadratic cost got everything right as well, from a start that was wrong. */
export const hasRecovered = ({ weights, steps, start }: CostsState): boolean =>
  steps > 0 && start < 0 && isAllRight(weights.quadratic);
