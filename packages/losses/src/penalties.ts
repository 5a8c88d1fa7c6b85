/**
 * A penalty on the weights W [C, d] of flat parameters [C·d + C] (W row-major, then the bias). The bias is
 * free: it adds nothing to the value or the gradient, and `prox` leaves it as it is.
 */
export interface Penalty {
  readonly name: string;
  /** Returns R(W). */
  value(params: Float64Array, nClasses: number): number;
  /** gradient ← gradient + ∇R(W); absent where R is not smooth. */
  addGradient?(params: Float64Array, nClasses: number, gradient: Float64Array): void;
  /** out ← argmin_V R(V) + ‖V − W‖² / (2·stepSize), the proximal operator; `out` may be `params`. */
  prox(params: Float64Array, nClasses: number, stepSize: number, out: Float64Array): void;
}

/**
 * R(W) = ½·l2·‖W‖²; ∇R = l2·W; prox = W / (1 + stepSize·l2).
 *
 * @throws RangeError where l2 is negative or not finite.
 * @example
 * l2Penalty(0.5).value(Float64Array.of(2, 2, 7), 1); // 2: ½·½·(4 + 4), the bias 7 is free
 */
export function l2Penalty(l2: number): Penalty & Required<Pick<Penalty, "addGradient">> {
  checkStrength("l2Penalty", "l2", l2);
  return {
    ...elasticNet("l2", l2, 0),
    addGradient(params, nClasses, gradient) {
      const nWeights = params.length - nClasses;
      for (let j = 0; j < nWeights; j++) gradient[j] += l2 * params[j];
    },
  };
}

/**
 * R(W) = l1·‖W‖₁; prox = sign(W)·max(|W| − stepSize·l1, 0), soft thresholding. Not smooth.
 *
 * @throws RangeError where l1 is negative or not finite.
 * @see Tibshirani, "Regression Shrinkage and Selection via the Lasso" (1996).
 * @example
 * l1Penalty(0.5).value(Float64Array.of(2, -2, 7), 1); // 2
 */
export function l1Penalty(l1: number): Penalty {
  checkStrength("l1Penalty", "l1", l1);
  return elasticNet("l1", 0, l1);
}

/**
 * R(W) = ½·l2·‖W‖² + l1·‖W‖₁; prox = soft thresholding by stepSize·l1, then division by 1 + stepSize·l2.
 * glmnet's `lambda` and `alpha` are l1 = lambda·alpha, l2 = lambda·(1 − alpha).
 *
 * @throws RangeError where a strength is negative or not finite.
 * @see Zou and Hastie, "Regularization and Variable Selection via the Elastic Net" (2005).
 * @example
 * elasticNetPenalty({ l2: 0.5, l1: 1 }).value(Float64Array.of(2, -2, 7), 1); // 6
 */
export function elasticNetPenalty({ l2, l1 }: { readonly l2: number; readonly l1: number }): Penalty {
  checkStrength("elasticNetPenalty", "l2", l2);
  checkStrength("elasticNetPenalty", "l1", l1);
  return elasticNet("elastic-net", l2, l1);
}

function elasticNet(name: string, l2: number, l1: number): Penalty {
  return {
    name,
    value(params, nClasses) {
      let squares = 0;
      let absolutes = 0;
      for (let j = 0; j < params.length - nClasses; j++) {
        squares += params[j] * params[j];
        absolutes += Math.abs(params[j]);
      }
      return (l2 > 0 ? 0.5 * l2 * squares : 0) + (l1 > 0 ? l1 * absolutes : 0);
    },
    prox(params, nClasses, stepSize, out) {
      const nWeights = params.length - nClasses;
      out.set(params);
      for (let j = 0; j < nWeights; j++)
        out[j] = softThreshold(params[j], stepSize * l1) / (1 + stepSize * l2);
    },
  };
}

/**
 * R(W) = strength · Σ_j ‖W[·, j]‖₂: one group a feature, its weights for all classes, so that a feature is
 * used by every class or dropped by all. prox scales group j by max(0, 1 − stepSize·strength / ‖W[·, j]‖₂).
 * Not smooth. Groups are equally large, so there is no factor √C.
 *
 * @throws RangeError where the strength is negative or not finite.
 * @see Yuan and Lin, "Model Selection and Estimation in Regression with Grouped Variables" (2006); glmnet's
 * `type.multinomial = "grouped"`.
 * @example
 * groupLassoPenalty(0.5).value(Float64Array.of(3, 0, 4, 0, 7, 7), 2); // 2.5: feature 0 has norm 5
 */
export function groupLassoPenalty(strength: number): Penalty {
  checkStrength("groupLassoPenalty", "strength", strength);
  return {
    name: "group-lasso",
    value(params, nClasses) {
      const d = params.length / nClasses - 1;
      let sum = 0;
      for (let j = 0; j < d; j++) sum += groupNorm(params, nClasses, d, j);
      return strength * sum;
    },
    prox(params, nClasses, stepSize, out) {
      const d = params.length / nClasses - 1;
      out.set(params);
      for (let j = 0; j < d; j++) {
        const norm = groupNorm(params, nClasses, d, j);
        const factor = norm > 0 ? Math.max(0, 1 - (stepSize * strength) / norm) : 0;
        for (let c = 0; c < nClasses; c++) out[c * d + j] = factor * params[c * d + j];
      }
    },
  };
}

/** ‖W[·, j]‖₂. */
function groupNorm(params: Float64Array, C: number, d: number, j: number): number {
  let squares = 0;
  for (let c = 0; c < C; c++) squares += params[c * d + j] ** 2;
  return Math.sqrt(squares);
}

const softThreshold = (w: number, threshold: number): number =>
  Math.sign(w) * Math.max(Math.abs(w) - threshold, 0);

function checkStrength(place: string, name: string, strength: number): void {
  if (!(strength >= 0 && strength < Infinity))
    throw new RangeError(`${place}: ${name} is ${strength} but must be finite and at least 0`);
}
