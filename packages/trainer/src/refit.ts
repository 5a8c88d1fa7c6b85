import { encodeLabels } from "@softmax/datasets";
import { crossEntropyLoss, linearObjective } from "@softmax/losses";
import type { Status } from "@softmax/optim";
import { defaultKernels, type Kernels } from "@softmax/tensor-core";
import { type Certificate, certificate } from "./certificate.js";
import { allLogits, argmaxRows, joinParams, probabilitiesOf } from "./classifier.js";
import { featureBinder } from "./refitFeatures.js";
import { softmaxHessian } from "./refitHessian.js";
import { refitSolver } from "./refitSolver.js";

/** Labelled points, and how strongly to regularize. */
export interface RefitProblem {
  /** X [n, d], row-major: n is the number of targets. It is read, not kept: write into it between refits. */
  readonly features: Float64Array;
  /** The class of each row, any whole number, [n]. */
  readonly targets: ArrayLike<number>;
  /** Strength of ½·l2·‖W‖², finite and at least 0. */
  readonly l2: number;
  /** Whether features get mean 0 and deviation 1 first, as `fit` does; default true. */
  readonly standardize?: boolean;
}

/** The model with the lowest objective: z_c = Σ_j weights[c·d + j] · (x_j − mean_j) / deviation_j + bias_c. */
export interface Refit {
  /** The C targets that occur, ascending; row c of the weights is of `classes[c]`. */
  readonly classes: readonly number[];
  /** W [C, d], row-major, over the standardized features. */
  readonly weights: Float64Array;
  /** b [C]. */
  readonly bias: Float64Array;
  /** [d]: 0 and 1 where features are not standardized. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** mean_i CE_i + ½·l2·‖W‖². */
  readonly objective: number;
  readonly status: Status;
  readonly steps: number;
  /** How far the objective is from its minimum, at most. */
  readonly certificate: Certificate;
  /** Share of the rows whose largest logit is that of their class. */
  readonly accuracy: number;
}

export interface RefitterOptions {
  /** Default: the fastest this host can run. */
  readonly kernels?: Kernels;
  /** How far the objective may be above its minimum, relative to it, by Newton's estimate; default 1e-10. */
  readonly accuracy?: number;
}

/**
 * Makes a function that solves a small problem again and again, each time a little different: points that a user
 * moves, adds or relabels, a penalty that a slider changes. The objective and the standardization are those of `fit`
 * with its default options and an l2, and so is the minimum. What makes it fast is what it keeps from one call to the next:
 *
 * - the parameters, converted so that points that stay keep their logits when the means and deviations change; a class
 *   that is new begins at zero;
 * - the features bound to kernels, where the same rows come again, as when l2 or the targets change;
 * - the preconditioner, while it serves: see `refitSolver`.
 *
 * A refit is done when ½ ∇Fᵀ M⁻¹ ∇F ≤ accuracy · F, with M what stands for the Hessian: to second order the left side
 * is F minus its minimum. The certificate proves it from the parameters alone, however they were come by.
 *
 * A class without points has no share in the answer, and no points at all or a single class are an answer too: no
 * weights, objective 0.
 *
 * @throws RangeError where the features do not make a row for each target, or l2 is negative; DataError where a target is
 * not whole or a feature not finite.
 * @example
 * const refit = refitter();
 * const features = Float64Array.of(0, 0, 1, 0, 0, 1, 1, 1); // four points of the plane
 * const before = refit({ features, targets: [0, 0, 1, 1], l2: 0.1 });
 * before.classes; // [0, 1]
 * features[1] = 0.2; // one moves
 * const after = refit({ features, targets: [0, 0, 1, 2], l2: 0.1 }); // and one is relabelled
 * after.status; // "converged"
 * after.certificate.relativeGap < 1e-6; // true
 */
export function refitter({
  kernels = defaultKernels(),
  accuracy = 1e-10,
}: RefitterOptions = {}): (problem: RefitProblem) => Refit {
  const bind = featureBinder(kernels);
  const solve = refitSolver(accuracy);
  const loss = crossEntropyLoss();
  let latest: Refit | undefined;

  return ({ features: values, targets: labels, l2, standardize = true }) => {
    const { classes, targets } = classesOf(labels);
    const d = widthOf(values, targets.length);
    if (classes.length < 2) return withoutChoice(classes, d);
    const nClasses = classes.length;
    const { kernel, features, mean, deviation } = bind(values, d, standardize);
    const scaling = { mean, deviation };
    const problem = { kernel, targets, nClasses, loss, l2 };
    const objective = linearObjective({ ...problem, kernels });
    const hessianAt = (params: Float64Array) =>
      softmaxHessian(features, probabilitiesOf(allLogits(kernel, params), nClasses, "softmax"), l2);
    const { params, value, ...end } = solve(
      { objective, nFeatures: d, hessianAt },
      startFrom(latest, classes, scaling),
    );
    const logits = allLogits(kernel, params);
    latest = {
      ...end,
      ...scaling,
      classes,
      weights: params.slice(0, nClasses * d),
      bias: params.slice(nClasses * d),
      objective: value,
      certificate: certificate({ ...problem, features, params, logits }),
      accuracy: shareEqual(argmaxRows(logits, nClasses), targets),
    };
    return latest;
  };
}

/** The targets that occur, ascending, and of each row which of them it is. */
function classesOf(labels: ArrayLike<number>) {
  const values = Float64Array.from(labels);
  const column = { kind: "number", name: "targets", values } as const;
  const { classes, targets } = encodeLabels(
    { name: "refit", nSamples: values.length, columns: [column] },
    "targets",
  );
  return { classes: classes as readonly number[], targets };
}

function widthOf(values: Float64Array, n: number): number {
  const d = n > 0 ? values.length / n : 0;
  if (!Number.isInteger(d) || (n === 0 && values.length > 0))
    throw new RangeError(`refit: ${values.length} features do not make ${n} rows, one for each target`);
  return d;
}

type Scaling = Pick<Refit, "mean" | "deviation">;

/** The parameters, for these classes and this scaling, that give every point the logits it had; 0 for a new class. */
function startFrom(
  latest: Refit | undefined,
  classes: readonly number[],
  { mean, deviation }: Scaling,
): Float64Array {
  const [C, d] = [classes.length, mean.length];
  const [weights, bias] = [new Float64Array(C * d), new Float64Array(C)];
  if (latest?.mean.length !== d) return joinParams(weights, bias);
  classes.forEach((label, c) => {
    const k = latest.classes.indexOf(label);
    if (k === -1) return;
    bias[c] = latest.bias[k];
    for (let j = 0; j < d; j++) {
      const raw = latest.weights[k * d + j] / latest.deviation[j];
      weights[c * d + j] = raw * deviation[j];
      bias[c] += raw * (mean[j] - latest.mean[j]);
    }
  });
  return joinParams(weights, bias);
}

/** No points, or none but of one class, whose probability is 1 then. */
const withoutChoice = (classes: readonly number[], d: number): Refit => ({
  classes,
  weights: new Float64Array(classes.length * d),
  bias: new Float64Array(classes.length),
  mean: new Float64Array(d),
  deviation: new Float64Array(d).fill(1),
  objective: 0,
  status: "converged",
  steps: 0,
  certificate: { gap: 0, relativeGap: 0, objective: 0, lowerBound: 0, rounding: 0 },
  accuracy: 1,
});

function shareEqual(a: Int32Array, b: Int32Array): number {
  let equal = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal++;
  return equal / a.length;
}
