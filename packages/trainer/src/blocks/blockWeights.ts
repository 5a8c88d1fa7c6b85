import { balancedClassWeights, type ClassWeight } from "@softmax/losses";
import type { BlocksHead, TakenRows } from "./blocks.js";

/** The effective weights of some training rows, as `effectiveWeights` has them over all rows; absent where all are 1. */
export type Weigh = (rows: Pick<TakenRows, "targets" | "sampleWeight">) => Float64Array | undefined;

export interface BlockWeights {
  readonly weigh: Weigh;
  /** Σ of the effective weights before normalisation. */
  readonly sum: number;
}

/** `effectiveWeights` of rows that are not all there, from what the head knows of each class. */
export function blockWeights(
  { classWeights, hasSampleWeights, parts }: BlocksHead,
  classWeight: Extract<ClassWeight, string> | undefined,
): BlockWeights {
  const sums = Float64Array.from(classWeights, ({ sum }) => sum);
  const total = sums.reduce((a, b) => a + b, 0);
  const perClass = classWeight ? balancedClassWeights(sums, total) : sums.map(() => 1);
  const sum = sums.reduce((a, b, c) => a + b * perClass[c], 0);
  if (allEqual({ classWeights, hasSampleWeights }, perClass)) return { weigh: () => undefined, sum };
  const factor = parts.train.nRows / sum;
  return {
    sum,
    weigh: ({ targets, sampleWeight }) =>
      Float64Array.from(targets, (c, i) => (sampleWeight ? sampleWeight[i] : 1) * perClass[c] * factor),
  };
}

/** Whether all rows weigh the same; a class without weight has no rows, or rows that weigh less than others. */
function allEqual(
  { classWeights, hasSampleWeights }: Pick<BlocksHead, "classWeights" | "hasSampleWeights">,
  perClass: Float64Array,
): boolean {
  const met = classWeights.map((weights, c) => ({ ...weights, factor: perClass[c] }));
  if (hasSampleWeights && met.some(({ sum }) => sum === 0)) return false;
  const [least, most] = (["least", "most"] as const).map((name) =>
    met.filter(({ sum }) => sum > 0).map((weights) => weights[name] * weights.factor),
  );
  return Math.min(...least) === Math.max(...most);
}
