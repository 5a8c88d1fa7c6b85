import type { Targets } from "@softmax/tensor-core";
import { checkTargets } from "./targets.js";

/**
 * `"balanced"`, or a weight ≥ 0 for every class, [C].
 *
 * Balanced gives every class the same total: class c weighs n / (C·count_c). Under sample weights s the
 * counts are weighted ones, n = Σ_i s_i and count_c = Σ_{i in c} s_i, so that a sample of weight 2 counts
 * like two samples; C is the number of classes that occur. This is scikit-learn's `compute_class_weight`
 * (with its `sample_weight`), after King and Zeng, "Logistic Regression in Rare Events Data" (2001).
 */
export type ClassWeight = "balanced" | readonly number[];

export interface EffectiveWeightsOptions {
  /** Class indices [n], or distributions [n, C]: a row of those has the class weight Σ_c y_c·weight_c. */
  readonly targets: Targets;
  readonly nClasses: number;
  /** One weight ≥ 0 a row, [n]. */
  readonly sampleWeight?: ArrayLike<number>;
  readonly classWeight?: ClassWeight;
}

export interface EffectiveWeights {
  /** Normalised to mean 1, [n]; undefined where all are equal, hence 1. */
  readonly weights: Float64Array | undefined;
  /** Σ_i of the weights before normalisation; scikit-learn's C is l2 = 1 / (C·sum). */
  readonly sum: number;
}

/**
 * Effective weights w_i = sample weight × weight of the row's class, then divided by their mean, so that
 * the objective is `mean_i w_i ℓ_i` whatever the weights' unit.
 *
 * @throws RangeError where a length does not match, a weight is negative or not finite, a target is not a
 * class, or all weights are zero.
 * @example
 * effectiveWeights({ targets: Int32Array.of(0, 0, 0, 1), nClasses: 2, classWeight: "balanced" });
 * // { weights: Float64Array [0.667, 0.667, 0.667, 2], sum: 4 }
 */
export function effectiveWeights(options: EffectiveWeightsOptions): EffectiveWeights {
  const weights = rawWeights("effectiveWeights", options);
  const n = weights.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i];
  if (n > 0 && sum === 0)
    throw new RangeError("effectiveWeights: all weights are zero; give one row a weight");
  if (weights.every((w) => w === weights[0])) return { weights: undefined, sum };
  for (let i = 0; i < n; i++) weights[i] *= n / sum;
  return { weights, sum };
}

/** w_i = s_i · Σ_c y_ic · classWeight_c, [n], as they are given: not normalised. */
export function rawWeights(place: string, options: EffectiveWeightsOptions): Float64Array {
  const { targets, nClasses: C, sampleWeight, classWeight } = options;
  const n = checkTargets(place, targets, C, !classWeight);
  const weights = new Float64Array(n).fill(1);
  if (sampleWeight) weights.set(checkWeights(place, "sampleWeight", sampleWeight, n));
  if (!classWeight) return weights;
  const perClass =
    classWeight === "balanced"
      ? balanced(targets, C, weights)
      : checkWeights(place, "classWeight", classWeight, C);
  for (let i = 0; i < n; i++) weights[i] *= weightOfRow(targets, i, perClass);
  return weights;
}

function balanced(targets: Targets, C: number, sampleWeight: Float64Array): Float64Array {
  const counts = new Float64Array(C);
  let n = 0;
  for (let i = 0; i < sampleWeight.length; i++) {
    n += sampleWeight[i];
    if (targets instanceof Int32Array) counts[targets[i]] += sampleWeight[i];
    else for (let c = 0; c < C; c++) counts[c] += sampleWeight[i] * targets[i * C + c];
  }
  return balancedClassWeights(counts, n);
}

/**
 * The class weights that `"balanced"` stands for, n / (C·count_c), from the (weighted) counts of all classes, [C], and
 * their sum n. 0 for a class that does not occur.
 *
 * @example
 * balancedClassWeights(Float64Array.of(3, 1), 4); // Float64Array [0.667, 2]
 */
export function balancedClassWeights(counts: Float64Array, n: number): Float64Array {
  const nOccurring = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count > 0 ? n / (nOccurring * count) : 0));
}

function weightOfRow(targets: Targets, i: number, perClass: ArrayLike<number>): number {
  if (targets instanceof Int32Array) return perClass[targets[i]];
  let weight = 0;
  for (let c = 0; c < perClass.length; c++) weight += targets[i * perClass.length + c] * perClass[c];
  return weight;
}

function checkWeights(
  place: string,
  name: string,
  weights: ArrayLike<number>,
  length: number,
): ArrayLike<number> {
  if (weights.length !== length)
    throw new RangeError(`${place}: ${name} has ${weights.length} values but ${length} are needed`);
  for (let i = 0; i < length; i++)
    if (!(weights[i] >= 0 && weights[i] < Infinity))
      throw new RangeError(`${place}: ${name}[${i}] is ${weights[i]} but must be finite and at least 0`);
  return weights;
}
