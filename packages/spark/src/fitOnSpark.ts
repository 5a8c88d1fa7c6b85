import { type Encoder, featureCount } from "@softmax/datasets";
import {
  createModel,
  l2FromC,
  type Metrics,
  type Model,
  parseSparkConfig,
  type ResolvedConfig,
  type RunConfig,
  type RunOptions,
  type TrainResult,
  withoutCredentials,
} from "@softmax/trainer";
import { measureOnSpark, type TrainingRows } from "./certificateOnSpark.js";
import { encodedFeatures } from "./encodeFeatures.js";
import { as, call, cast, column, double, doubles, type Expr, times } from "./expressions.js";
import { fitEncoders } from "./fitEncoders.js";
import { type ClassCounts, classIndex, countClasses, weightOf } from "./labels.js";
import { fitLogisticRegression, penaltyParams, type SparkFit } from "./logisticRegression.js";
import { metricsOnSpark } from "./metricsOnSpark.js";
import { mixing } from "./mixedFeatures.js";
import { project } from "./relations.js";
import { withRemote } from "./remote.js";
import { type SparkContext, type SparkSession, withSession } from "./session.js";
import { extend } from "./softmaxRows.js";
import { resolveSource, type SparkSourceLike } from "./source.js";
import { chosenColumns, openTable, type Table } from "./table.js";

/** A finished run in a cluster: what a local one gives, and where it was. */
export interface SparkResult extends Omit<TrainResult, "validation" | "test" | "tuning" | "epochs"> {
  readonly rows: number;
  /** F before the first step and after each, as Spark tells it. */
  readonly objectives: readonly number[];
  readonly nFeatures: number;
  /** Sentences about the data: missing values that were replaced. */
  readonly warnings: readonly string[];
  readonly spark: {
    /** Spark's version. */
    readonly version: string;
    /** What each step took: looking at the data, Spark's fit, and measuring what it found. */
    readonly seconds: { readonly data: number; readonly fit: number; readonly measure: number };
  };
}

/** Spark's tolerance of the relative change of its objective, at most. */
const MOST_TOL = 1e-10;
const MOST_STEPS = 2000;
const TOLERANCE = 1e-5;

/**
 * Fits softmax regression in an Apache Spark cluster: the data stay there, Spark's `LogisticRegression` minimizes
 *
 *     F(W, b) = mean_i w_i CE_i + ½·l2·‖W‖² + l1·‖W‖₁
 *
 * on features that are encoded as the local engine encodes them, and what comes back is a `Model` like any other. Its
 * objective, gradient and certificate are not Spark's word but computed from the rows again, by Spark SQL expressions.
 *
 * @param source Path or paths as the cluster sees them, or those with a format: parquet, csv, json or libsvm.
 * @param options Options of a run; those that Spark has not are refused. `tolerance` is of our gradient, default 1e-5.
 * @param context `remote` may stand in the options or in SPARK_REMOTE instead.
 * @throws SparkError where Spark cannot be reached or fails, ConfigError for options, DataError for data
 */
export async function fitOnSpark(
  source: SparkSourceLike,
  options: RunOptions = {},
  context: Partial<SparkContext> = {},
): Promise<SparkResult> {
  const asked = parseSparkConfig(options);
  const resolved = resolveSource(source);
  return withSession(withRemote(context, asked.remote), async (session) => {
    const started = performance.now();
    const table = await openTable(session, resolved);
    const problem = await prepare(session, table, asked);
    const { training, config } = problem;
    const prepared = performance.now();
    const fitted = await fitRows(session, problem);
    const fittedAt = performance.now();
    const measured = await measureOnSpark(session, training, fitted, config);
    const train = await metricsOnSpark(session, problem.unweighted, fitted, {
      name: table.name,
      classes: problem.counts.classes,
    });
    const ended = performance.now();
    const summary = { ...endingOf(fitted, measured.gradientNorm, config), ...measured, steps: fitted.steps };
    return {
      ...summary,
      train,
      config,
      model: modelOf(problem, fitted, { ...summary, train }),
      seconds: (ended - started) / 1000,
      rows: training.nRows,
      objectives: [...fitted.history],
      nFeatures: fitted.weights.length / fitted.bias.length,
      warnings: problem.warnings,
      spark: {
        version: session.version,
        seconds: {
          data: (prepared - started) / 1000,
          fit: (fittedAt - prepared) / 1000,
          measure: (ended - fittedAt) / 1000,
        },
      },
    };
  });
}

type Problem = Awaited<ReturnType<typeof prepare>>;

/** Looks at the data and decides what the options leave open. */
async function prepare(session: SparkSession, table: Table, asked: RunConfig) {
  const { label, features, weight } = chosenColumns(table, asked);
  const counts = await countClasses(session, table, label, weight);
  const { encoders, warnings } = await fitEncoders(session, table, {
    columns: features,
    standardize: asked.standardize,
    scale: asked.scale,
  });
  const { factors, weightSum, nRows } = effectiveFactors(counts, asked.classWeight);
  const config = resolved(asked, label, { weightSum, nClasses: counts.classes.length });
  const unweighted = project(table.relation, [
    as(encodedFeatures(encoders, table), "x"),
    as(classIndex(table, label, counts.classes), "target"),
    as(weight === undefined ? double(1) : weightOf(table, weight), "weight"),
  ]);
  const effective: Expr = times(column("weight"), call("get", doubles(factors), column("target")));
  const relation = extend(unweighted, ["x", "target"], { weight: effective });
  const training: TrainingRows = { relation, nRows };
  return { name: table.name, label, counts, encoders, warnings, config, unweighted, training };
}

/**
 * By what a sample weight becomes an effective one, for each class: the class weight, 1 or balanced
 * Σs / (C·Σ_{i in c} s_i), over the mean of all effective weights.
 */
export function effectiveFactors({ counts, weights }: ClassCounts, classWeight: RunConfig["classWeight"]) {
  const nRows = counts.reduce((sum, n) => sum + n, 0);
  const total = weights.reduce((sum, s) => sum + s, 0);
  const perClass = weights.map((s) => (classWeight === "balanced" ? total / (weights.length * s) : 1));
  const weightSum = weights.reduce((sum, s, c) => sum + s * perClass[c], 0);
  return { factors: perClass.map((factor) => (factor * nRows) / weightSum), weightSum, nRows };
}

function resolved(
  { C, ...asked }: RunConfig,
  label: string,
  facts: { readonly weightSum: number; readonly nClasses: number },
): ResolvedConfig {
  return {
    ...asked,
    engine: "spark",
    remote: asked.remote && withoutCredentials(asked.remote),
    label,
    l2: C === undefined ? (asked.l2 ?? 1e-4) : l2FromC({ ...facts, C }),
    solver: asked.l1 > 0 ? "owlqn" : "lbfgs",
    precision: "float64",
    tolerance: asked.tolerance ?? TOLERANCE,
    maxSteps: asked.maxSteps ?? MOST_STEPS,
  };
}

/** What Spark's estimator finds: it takes a vector, a class index and a weight a row. */
async function fitRows(session: SparkSession, { training, config, encoders }: Problem): Promise<SparkFit> {
  const own = ["target", "weight"];
  const rows = project(training.relation, [
    column("x"),
    as(cast(column("target"), "double"), "target"),
    column("weight"),
  ]);
  const params = {
    ...penaltyParams(config),
    tol: Math.min(MOST_TOL, config.tolerance ** 2),
    maxIter: config.maxSteps,
  };
  if (config.l1 > 0 || config.l2 === 0 || encoders.every(isStandardized)) {
    const plain = extend(rows, own, { features: call("array_to_vector", column("x")) });
    return fitLogisticRegression(session, plain, params);
  }
  const { rows: mixed, unmixed } = mixing(featureCount(encoders));
  const fitted = await fitLogisticRegression(session, mixed(rows, own), params);
  return { ...fitted, weights: unmixed(fitted) };
}

/** Whether all features of an encoder have deviation 1, or 0. */
const isStandardized = (encoder: Encoder): boolean =>
  encoder.kind === "block" ? encoder.mean !== undefined : encoder.kind === "number" && encoder.mean !== 0;

function endingOf({ steps }: SparkFit, gradientNorm: number, { tolerance, maxSteps }: ResolvedConfig) {
  const norm = gradientNorm.toPrecision(2);
  if (gradientNorm <= tolerance)
    return {
      status: "converged",
      message: `converged after ${steps} steps: ‖∇F‖∞ = ${norm} ≤ ${tolerance}`,
    } as const;
  const why =
    steps >= maxSteps
      ? `stopped after ${steps} steps, as maxSteps says`
      : `Spark found no better point after ${steps} steps`;
  return { status: "max-steps", message: `${why}: ‖∇F‖∞ = ${norm} > ${tolerance}` } as const;
}

function modelOf(
  { name, label, counts, encoders, config, training }: Problem,
  { weights, bias }: SparkFit,
  summary: { readonly train: Metrics } & Record<string, unknown>,
): Model {
  const { message: _, ...recorded } = summary;
  const { remote: _where, ...decided } = config;
  return createModel({
    classes: counts.classes,
    label,
    encoders,
    weights,
    bias,
    link: "softmax",
    training: { config: decided, data: { source: name, nSamples: training.nRows }, ...recorded },
  });
}
