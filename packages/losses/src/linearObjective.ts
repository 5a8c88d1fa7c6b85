import {
  defaultKernels,
  type Kernels,
  type LinearKernel,
  type RowRange,
  type Targets,
} from "@softmax/tensor-core";
import { type Curvature, linearCurvature } from "./curvature.js";
import type { Loss } from "./loss.js";
import { type Pass, passOver, type Span } from "./passes.js";
import { penalized } from "./penalized.js";
import { elasticNetPenalty } from "./penalties.js";
import { checkTargets } from "./targets.js";

export interface LinearObjectiveOptions {
  /** Features X [n, d], bound to kernels: `kernels.linear(features, precision)`. */
  readonly kernel: LinearKernel;
  /** Class indices [n] or soft targets [n, C]. */
  readonly targets: Targets;
  readonly nClasses: number;
  readonly loss: Loss;
  /** Weights of mean 1, [n], as `effectiveWeights` gives them; 1 where absent. */
  readonly weights?: Float64Array;
  /** Strength of ½·l2·‖W‖². Default 0. */
  readonly l2?: number;
  /** Strength of l1·‖W‖₁. Default 0. */
  readonly l1?: number;
  /** What factors the matrices of `curvature`; default the fastest kernels of this host. */
  readonly kernels?: Pick<Kernels, "cholesky">;
}

/** The objective of a linear model, in the form that the solvers of `@softmax/optim` take. */
export interface LinearObjective<Rows extends Span = RowRange> {
  /** C·d + C parameters: weights W [C, d] row-major, then bias b [C]. */
  readonly size: number;
  readonly nSamples: number;
  /** Strength of the l1 penalty on each parameter, 0 on the bias; absent where l1 is 0. */
  readonly l1?: Float64Array;
  /** Returns mean_i w_i ℓ_i + ½·l2·‖W‖² and overwrites `gradient` with its gradient. */
  valueAndGradient(params: Float64Array, gradient: Float64Array): number;
  /** out ← the Hessian of the same function times `direction`; absent where the loss has none. */
  hvp?(params: Float64Array, direction: Float64Array, out: Float64Array): void;
  /** Approximations of that Hessian which are easily inverted; present where the loss has `curvature`. */
  readonly curvature?: Curvature;
  /** The same over the mean of these rows only: an unbiased estimate where rows are drawn uniformly. */
  batch(params: Float64Array, rows: Rows, gradient: Float64Array): number;
  /** mean_i w_i ℓ_i: the objective without its penalty. One pass over X. */
  loss(params: Float64Array): number;
  /** ½·l2·‖W‖² + l1·‖W‖₁; loss + penalty is the whole objective. */
  penalty(params: Float64Array): number;
}

/**
 * The objective of a linear model z_i = W x_i + b under any loss ℓ:
 *
 *     F(W, b) = mean_i w_i ℓ(z_i, y_i) + ½·l2·‖W‖² + l1·‖W‖₁
 *
 * over flat float64 parameters. The bias carries no penalty. The l1 term is not smooth, therefore left out
 * of value and gradient and passed on as `l1`. A lecture's objective is often the sum over samples: its
 * minimum is ours with l2 and l1 divided by n, its steps are ours with the learning rate multiplied by n.
 *
 * Where the loss is `shiftInvariant` the gradient of the mean, and the Hessian's product, sum to 0 over classes;
 * rounding breaks that, and what it leaves is taken out. Single precision would else add a random walk along
 * directions that only the penalty resists.
 *
 * @throws RangeError where targets or weights do not fit the features, or l2 or l1 is negative.
 * @example
 * const kernel = referenceKernels.linear(denseFeatures(Float64Array.of(-1, 0, 1), 3, 1), "float64");
 * const objective = linearObjective({
 *   kernel, targets: Int32Array.of(0, 1, 1), nClasses: 2, loss: crossEntropyLoss(), l2: 0.1,
 * });
 * objective.valueAndGradient(new Float64Array(objective.size), new Float64Array(objective.size));
 * // 0.69314718, ln 2
 */
export function linearObjective(options: LinearObjectiveOptions): LinearObjective {
  checkOptions(options);
  const { nRows: nSamples, nColumns } = options.kernel;
  return {
    ...objectiveOfSums(passOver(options), { ...options, nSamples, nColumns }, { from: 0, to: nSamples }),
    curvature: linearCurvature({ ...options, kernels: options.kernels ?? defaultKernels() }),
  };
}

/** A linear objective without its samples. */
export interface ObjectiveShape extends Pick<LinearObjectiveOptions, "nClasses" | "loss" | "l2" | "l1"> {
  readonly nSamples: number;
  readonly nColumns: number;
}

/**
 * `linearObjective` from sums over its samples, however they are had; without `curvature`.
 *
 * @param all The rows that are all samples.
 * @throws RangeError where l2 or l1 is negative.
 */
export function objectiveOfSums<Rows extends Span>(
  { sum, addHvp }: Pass<Rows>,
  { nSamples: n, nColumns: d, nClasses: C, loss, l2 = 0, l1 = 0 }: ObjectiveShape,
  all: Rows,
): LinearObjective<Rows> {
  const nWeights = C * d;
  const size = nWeights + C;
  const penalty = elasticNetPenalty({ l2, l1 });
  const center = loss.shiftInvariant ?? false;

  const meanOver = (params: Float64Array, rows: Rows, gradient: Float64Array) => {
    gradient.fill(0);
    const factor = 1 / nonZero(rows.to - rows.from);
    const meanLoss = factor * sum(params, rows, gradient);
    return meanLoss + (l2 / 2) * penalized(gradient, params, { factor, l2, nClasses: C, center });
  };
  const hvp: LinearObjective["hvp"] =
    addHvp &&
    ((params, direction, out) => {
      out.fill(0);
      addHvp(params, direction, all, out);
      penalized(out, direction, { factor: 1 / nonZero(n), l2, nClasses: C, center });
    });

  return {
    size,
    nSamples: n,
    l1: l1 > 0 ? new Float64Array(size).fill(l1, 0, nWeights) : undefined,
    valueAndGradient: (params, gradient) => meanOver(params, all, gradient),
    batch: meanOver,
    hvp,
    loss: (params) => sum(params, all) / nonZero(n),
    penalty: (params) => penalty.value(params, C),
  };
}

/** What to divide by, so that the mean over no rows is 0. */
const nonZero = (nRows: number): number => Math.max(nRows, 1);

function checkOptions(options: LinearObjectiveOptions): void {
  const { kernel, targets, nClasses, loss, weights } = options;
  const n = checkTargets("linearObjective", targets, nClasses, loss.multiLabel);
  if (n !== kernel.nRows)
    throw new RangeError(
      `linearObjective: there are ${n} targets but the features have ${kernel.nRows} rows`,
    );
  if (weights && weights.length !== n)
    throw new RangeError(`linearObjective: there are ${weights.length} weights but ${n} rows`);
}
