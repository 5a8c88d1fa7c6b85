import { featureNames, type Label } from "@softmax/datasets";
import type { ModelParts } from "@softmax/trainer";

export interface FeatureWeight {
  readonly feature: string;
  readonly weight: number;
}

/** The weights of a class that are farthest from zero, the farthest first. */
export interface ClassWeights {
  readonly class: Label;
  readonly bias: number;
  readonly weights: readonly FeatureWeight[];
}

/** At most `most` weights of every class; those that are exactly zero are left out. */
export function largestWeights(model: ModelParts, most: number): ClassWeights[] {
  const names = featureNames(model.encoders);
  return model.classes.map((label, c) => {
    const row = model.weights.subarray(c * names.length, (c + 1) * names.length);
    const order = Int32Array.from(row, (_, j) => j).sort((a, b) => Math.abs(row[b]) - Math.abs(row[a]));
    const largest = Array.from(order.subarray(0, most), (j) => ({ feature: names[j], weight: row[j] }));
    return { class: label, bias: model.bias[c], weights: largest.filter(({ weight }) => weight !== 0) };
  });
}
