import type { Label } from "@softmax/datasets";
import type { Model } from "@softmax/trainer";
import { encodedFeatures } from "./encodeFeatures.js";
import { refuseSigmoid } from "./evaluateOnSpark.js";
import { as, at, call, column, doubles, texts } from "./expressions.js";
import { WriteOperation_SaveMode } from "./generated/commands_pb.js";
import { predictedClass } from "./metricsOnSpark.js";
import { project, type Relation } from "./relations.js";
import { withRemote } from "./remote.js";
import { batches } from "./rows.js";
import { type Plan, type SparkContext, type SparkSession, withSession } from "./session.js";
import { extend, probabilities, withLogits } from "./softmaxRows.js";
import { resolveSource, type SparkSourceLike } from "./source.js";
import { SparkError } from "./sparkError.js";
import { openTable, type Table } from "./table.js";

/** Where predictions go: to a folder that the cluster writes, or here, some rows at a time. */
export type PredictionTarget =
  | {
      /** A folder that is not there yet, as the executors see it; it gets the source's columns, too. */
      readonly path: string;
      readonly format: "parquet" | "csv" | "json";
      /** Replace the folder, if it is there. */
      readonly overwrite?: boolean;
    }
  | { readonly onRows: (rows: PredictedRows) => void | Promise<void> };

/** Predictions of some rows, in the order in which Spark reads them. */
export interface PredictedRows {
  readonly labels: readonly Label[];
  /** [n, C] row-major. */
  readonly probabilities: Float64Array;
}

/**
 * Applies a model to data in a cluster. Files get the source's columns, `prediction`, and for each class
 * `probability_<class>`.
 *
 * @throws SparkError where Spark cannot be reached or fails, the folder is there already, or the model is not Spark's to
 *   apply
 */
export async function predictOnSpark(
  model: Model,
  source: SparkSourceLike,
  target: PredictionTarget,
  context: Partial<SparkContext> = {},
): Promise<void> {
  refuseSigmoid(model);
  const resolved = resolveSource(source, model);
  await withSession(withRemote(context), async (session) => {
    const table = await openTable(session, resolved);
    if ("path" in target) await write(session, filePredictions(model, table), target);
    else await stream(session, model, table, target.onRows);
  });
}

async function write(
  session: SparkSession,
  input: Relation,
  { path, format, overwrite }: Extract<PredictionTarget, { path: string }>,
): Promise<void> {
  const { OVERWRITE, ERROR_IF_EXISTS } = WriteOperation_SaveMode;
  const options: Record<string, string> = format === "csv" ? { header: "true", escape: '"' } : {};
  const value = {
    ...{ input, source: format, options },
    saveType: { case: "path" as const, value: path },
    mode: overwrite ? OVERWRITE : ERROR_IF_EXISTS,
  };
  const plan: Plan = {
    opType: { case: "command", value: { commandType: { case: "writeOperation", value } } },
  };
  for await (const _ of session.execute("writing predictions", plan));
}

function filePredictions(model: Model, table: Table): Relation {
  const { classes } = model;
  const own = table.columns.map(({ name }) => name);
  const added = ["prediction", ...classes.map((label) => `probability_${label}`)];
  const taken = added.find((name) => own.includes(name));
  if (taken !== undefined)
    throw new SparkError(`${table.name}: there is a column "${taken}" already, which predictions would be`);
  const kept = own.filter((name) => name !== "x");
  const encoded = project(table.relation, [
    as(encodedFeatures(model.encoders, table), "x"),
    as(call("struct", ...kept.map((name) => column(name))), "row"),
  ]);
  const known = extend(withLogits(encoded, ["row"], model), ["row", "z", "top"], { p: probabilities });
  const labels = typeof classes[0] === "number" ? doubles(classes as number[]) : texts(classes.map(String));
  return project(known, [
    ...kept.map((name) => as(at(column("row"), name), name)),
    as(call("get", labels, predictedClass), "prediction"),
    ...classes.map((label, c) => as(at(column("p"), c), `probability_${label}`)),
  ]);
}

async function stream(
  session: SparkSession,
  { classes, encoders, weights, bias }: Model,
  table: Table,
  onRows: (rows: PredictedRows) => void | Promise<void>,
): Promise<void> {
  const encoded = project(table.relation, [as(encodedFeatures(encoders, table), "x")]);
  const known = extend(withLogits(encoded, [], { weights, bias }), ["z", "top"], { p: probabilities });
  const rows = project(known, [as(predictedClass, "predicted"), column("p")]);
  for await (const table of batches(session, "predicting", rows)) {
    const predicted = table.getChild("predicted").toArray() as ArrayLike<number>;
    const p = table.getChild("p").toArray() as ArrayLike<ArrayLike<number>>;
    const all = new Float64Array(predicted.length * classes.length);
    for (let i = 0; i < predicted.length; i++) all.set(p[i], i * classes.length);
    await onRows({ labels: Array.from(predicted, (c) => classes[c]), probabilities: all });
  }
}
