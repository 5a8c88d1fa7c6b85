import { type Dataset, datasetFromRecords, encodeFeatures, encodeLabels } from "@softmax/datasets";
import { effectiveWeights } from "@softmax/losses";
import { fit, type TrainResult } from "@softmax/trainer";
import { directObjective, referenceOptimum } from "../../packages/trainer/test/referenceOptimum.js";
import type { HostileProblem } from "./problem.js";

/** How a run on hostile numbers ended; `problem` where that is neither a right answer nor a clear error. */
export interface Verdict {
  readonly ending: "refused" | TrainResult["status"];
  /** Whether the answer was compared with the reference's. */
  readonly compared: boolean;
  readonly problem?: string;
}

export async function verdictOf({ records, options }: HostileProblem): Promise<Verdict> {
  let [dataset, result]: [Dataset?, TrainResult?] = [];
  try {
    dataset = datasetFromRecords(records, "hostile");
    result = await fit(dataset, options);
  } catch (error) {
    return { ending: "refused", compared: false, problem: refusalProblem(error) };
  }
  const ending = result.status;
  const problem = resultProblem(result);
  if (problem || !isComparable(result)) return { ending, compared: false, problem };
  const difference = fromReference(result, dataset);
  return { ending, compared: difference !== undefined, problem: difference || undefined };
}

/** An error is one of ours: a sentence about the data or the options, not about our own functions. */
function refusalProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return `threw ${String(error)}, which is no error`;
  if (error.name !== "DataError" && error.name !== "ConfigError") return `threw ${error.stack}`;
  if (error.message.length > 400)
    return `the message has ${error.message.length} characters: ${error.message}`;
  return undefined;
}

function resultProblem({ status, message, model, objective, gradientNorm, certificate, train }: TrainResult) {
  if (status === "diverged")
    return message.includes("; ") ? undefined : `diverged, without advice: ${message}`;
  if (![...model.weights, ...model.bias].every(Number.isFinite))
    return `weights that are not finite: ${message}`;
  if (!Number.isFinite(objective.value) || !Number.isFinite(gradientNorm))
    return `objective ${objective.value}, gradient norm ${gradientNorm}: ${message}`;
  if (certificate.gap !== null && !(certificate.gap >= 0)) return `a gap of ${certificate.gap}`;
  if (!(train.accuracy! >= 0 && train.accuracy! <= 1)) return `an accuracy of ${train.accuracy}`;
  if (status !== "converged" && !/; .*(raise|set|use|lower|go on|kept)/.test(message))
    return `no advice: ${message}`;
  return undefined;
}

/** Small runs to the end, all of whose rows are there to be encoded again. */
function isComparable({ status, config }: TrainResult): boolean {
  const { loss, testSize, validationSize, l2, l1 } = config;
  return (
    status === "converged" && loss === "cross-entropy" && testSize + validationSize === 0 && l2 + l1 >= 1e-3
  );
}

/** "", where the objective is the reference's up to what the certificate leaves open; undefined where there is none. */
function fromReference(
  { model, config, objective, certificate }: TrainResult,
  dataset: Dataset,
): string | undefined {
  const { features } = encodeFeatures(model.encoders, dataset, "float64");
  const { targets } = encodeLabels(dataset, config.label, model.classes);
  const [C, d] = [model.classes.length, features.nColumns];
  if (features.kind !== "dense" || C * d > 60) return undefined;
  const weightColumn = dataset.columns.find(({ name }) => name === config.weight);
  const sampleWeight = weightColumn?.kind === "number" ? weightColumn.values : undefined;
  const { weights } = effectiveWeights({
    targets,
    nClasses: C,
    sampleWeight,
    classWeight: config.classWeight,
  });
  const smoothing = config.labelSmoothing ?? 0;
  const problem = {
    X: Array.from(targets, (_, i) =>
      Array.from(features.data.subarray(i * d, (i + 1) * d), (x) => x * features.scale),
    ),
    Y: Array.from(targets, (t) =>
      model.classes.map((_, c) => (1 - smoothing) * Number(c === t) + smoothing / C),
    ),
    w: Array.from(weights ?? new Float64Array(targets.length).fill(1)),
    l2: config.l2,
    l1: config.l1,
  };
  const { params, subgradientNorm } = referenceOptimum(problem);
  if (!(subgradientNorm < 1e-10)) return undefined;
  const best = directObjective(problem, params);
  // In float32 the features themselves were rounded.
  const rounding = (config.precision === "float32" ? 1e-6 : 1e-9) * (1 + best);
  if (objective.value < best - rounding) return `objective ${objective.value}, below the minimum ${best}`;
  if (certificate.gap !== null && objective.value - best > certificate.gap + rounding)
    return `objective ${objective.value}, farther from the minimum ${best} than the gap ${certificate.gap}`;
  return "";
}
