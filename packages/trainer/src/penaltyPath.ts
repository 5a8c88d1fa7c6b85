import { linearObjective } from "@softmax/losses";
import { minimize, solverByName } from "@softmax/optim";
import { denseFeatures, referenceKernels } from "@softmax/tensor-core";
import { pow } from "@softmax/tensor-core/elementary";
import type { PreparedRun } from "./prepareRun.js";
import { meanSquaredNorm } from "./rowNorm.js";
import type { Tuning } from "./tuning.js";

/**
 * The strengths λ to try, from strong to weak: those given, else `nPenalties` (default 25) of them, evenly spaced
 * in log λ from λ_max down to λ_max / span.
 *
 * - With l1, λ_max is the least λ at which every weight is zero, and span is 10⁴, or 10² where there are fewer
 *   samples than features: glmnet's rules. The path starts a millionth above, so that neither rounding nor a
 *   solver's tolerance keeps a weight.
 * - Without, weights shrink but never vanish. λ_max = mean_i w_i ‖x_i‖² is at least twice the greatest curvature
 *   the mean cross-entropy has in the weights, as ‖diag p − p pᵀ‖ ≤ ½, so that the penalty outweighs the
 *   data in every direction; at its 10⁶th part it matters only where they hardly vary. Features in another
 *   unit give the same models.
 *
 * @see Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate
 * Descent", J. Stat. Softw. 33 (2010), section 2.5.
 */
export function penaltyPath(
  run: PreparedRun,
  { penalties, nPenalties = 25, l1Ratio }: Omit<Tuning, "folds">,
): number[] {
  if (penalties) return [...new Set(penalties)].sort((a, b) => b - a);
  const { features } = run.problem.train;
  const strongest =
    l1Ratio > 0
      ? vanishingPenalty(run, l1Ratio) * (1 + 1e-6)
      : meanSquaredNorm(features, run.problem.effective.weights);
  const span = l1Ratio === 0 ? 1e6 : features.nRows < features.nColumns ? 1e2 : 1e4;
  return Array.from(
    { length: nPenalties },
    (_, k) => strongest * pow(span, -k / Math.max(nPenalties - 1, 1)),
  );
}

/**
 * The least λ at which l1 = λ·l1Ratio keeps every weight at zero: max |∂/∂W of the mean loss| / l1Ratio at
 * W = 0 and the bias that is best alone, since zero is a minimum as long as no gradient exceeds l1.
 */
function vanishingPenalty(run: PreparedRun, l1Ratio: number): number {
  const { problem, kernels, loss } = run;
  const { train, classes, effective } = problem;
  const C = classes.length;
  const objective = linearObjective({
    kernel: run.precision === "float64" ? run.kernel : kernels.linear(train.features, "float64"),
    targets: train.targets,
    nClasses: C,
    loss,
    weights: effective.weights,
  });
  const params = new Float64Array(objective.size);
  params.set(bestBias(run), objective.size - C);
  const gradient = new Float64Array(objective.size);
  objective.valueAndGradient(params, gradient);
  return gradient.subarray(0, -C).reduce((most, g) => Math.max(most, Math.abs(g)), 0) / l1Ratio;
}

/** The bias [C] with the least mean loss where all weights are zero: a fit to features that there are none of. */
function bestBias({ problem, loss }: PreparedRun): Float64Array {
  const { train, classes, effective } = problem;
  const nothing = denseFeatures(new Float64Array(0), train.targets.length, 0);
  const objective = linearObjective({
    kernel: referenceKernels.linear(nothing, "float64"),
    targets: train.targets,
    nClasses: classes.length,
    loss,
    weights: effective.weights,
  });
  const solver = solverByName(objective.hvp ? "newton" : "lbfgs");
  return minimize(objective, new Float64Array(classes.length), solver, { tolerance: 1e-14 }).params;
}
