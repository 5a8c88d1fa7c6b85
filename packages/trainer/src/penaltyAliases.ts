/** Penalties of the objective mean_i w_i CE_i + ½·l2·‖W‖² + l1·‖W‖₁. */
export interface Penalties {
  readonly l2: number;
  readonly l1: number;
}

/**
 * The l2 that does what scikit-learn's `C` does.
 *
 * `LogisticRegression` minimises C·Σ_i w_i CE_i + ½‖W‖², that is C·Σw times mean_i w_i CE_i + ½‖W‖²/(C·Σw)
 * with w normalised to mean 1, hence l2 = 1/(C·Σw). For two classes it penalises one vector v = W₁ − W₀
 * instead of two. Softmax attains v at the least ‖W‖² by W₁ = −W₀ = v/2, where ‖W‖² = ½‖v‖², so the same
 * model needs l2 = 2/(C·Σw).
 *
 * @param options.C Inverse strength, positive.
 * @param options.weightSum Σ of the raw effective weights (sample × class); without weights, n.
 * @throws RangeError where C or weightSum is not positive.
 * @example
 * l2FromC({ C: 1, weightSum: 150, nClasses: 3 }); // 0.00667, 1/150
 */
export function l2FromC(options: {
  readonly C: number;
  readonly weightSum: number;
  readonly nClasses: number;
}): number {
  const { C, weightSum, nClasses } = options;
  for (const [name, value] of Object.entries({ C, weightSum }))
    if (!(value > 0)) throw new RangeError(`l2FromC: ${name} is ${value} but must be positive`);
  return (nClasses === 2 ? 2 : 1) / (C * weightSum);
}

/**
 * The penalties that do what glmnet's `lambda` and `alpha` do, for `standardize = FALSE`.
 *
 * glmnet minimises mean_i CE_i + lambda·(½(1 − alpha)‖β‖² + alpha·‖β‖₁): for family `multinomial` with
 * `type.multinomial = "ungrouped"` β is our W. For `binomial` β is the single vector v = W₁ − W₀; of all W
 * with that difference W₁ = −W₀ = v/2 has both the least ‖W‖² = ½‖v‖² and the least ‖W‖₁ = ‖v‖₁, so l2
 * doubles and l1 does not.
 *
 * @param options.lambda Total strength, at least 0.
 * @param options.alpha Share of l1 in [0, 1]. Default 1, the lasso, as in glmnet.
 * @param options.family Default `multinomial`.
 * @throws RangeError where lambda is negative or alpha is outside [0, 1].
 * @see Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate
 * Descent", J. Stat. Softw. 33 (2010).
 * @example
 * penaltiesFromGlmnet({ lambda: 0.25, alpha: 0.5 }); // { l2: 0.125, l1: 0.125 }
 */
export function penaltiesFromGlmnet(options: {
  readonly lambda: number;
  readonly alpha?: number;
  readonly family?: "multinomial" | "binomial";
}): Penalties {
  const { lambda, alpha = 1, family = "multinomial" } = options;
  if (!(lambda >= 0)) throw new RangeError(`penaltiesFromGlmnet: lambda is ${lambda} but must be at least 0`);
  if (!(alpha >= 0 && alpha <= 1))
    throw new RangeError(`penaltiesFromGlmnet: alpha is ${alpha} but must be in [0, 1]`);
  return { l2: (family === "binomial" ? 2 : 1) * lambda * (1 - alpha), l1: lambda * alpha };
}
