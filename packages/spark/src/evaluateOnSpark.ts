import type { Evaluation, Model } from "@softmax/trainer";
import { encodedFeatures } from "./encodeFeatures.js";
import { as, double } from "./expressions.js";
import { classIndex, weightOf } from "./labels.js";
import { metricsOnSpark } from "./metricsOnSpark.js";
import { project } from "./relations.js";
import { withRemote } from "./remote.js";
import { type SparkContext, withSession } from "./session.js";
import { resolveSource, type SparkSourceLike } from "./source.js";
import { SparkError } from "./sparkError.js";
import { openTable } from "./table.js";

/**
 * How well a model does on labelled data in a cluster: what `evaluate` of @softmax/trainer tells of data in this process.
 *
 * @param context Beside where Spark is: the label's column, by default the one of training, and the column of weights.
 * @throws SparkError where Spark cannot be reached or fails, or the model is not Spark's to apply: it reads text, or was
 *   fitted one-vs-rest
 * @throws DataError where a label is none of the model's classes
 */
export async function evaluateOnSpark(
  model: Model,
  source: SparkSourceLike,
  context: Partial<SparkContext> & { readonly label?: string; readonly weight?: string } = {},
): Promise<Evaluation> {
  refuseSigmoid(model);
  const { label = model.label ?? "label", weight } = context;
  const resolved = resolveSource(source, model);
  return withSession(withRemote(context), async (session) => {
    const table = await openTable(session, resolved);
    const rows = project(table.relation, [
      as(encodedFeatures(model.encoders, table), "x"),
      as(classIndex(table, label, model.classes), "target"),
      as(weight === undefined ? double(1) : weightOf(table, weight), "weight"),
    ]);
    const metrics = await metricsOnSpark(session, rows, model, { name: table.name, classes: model.classes });
    return { ...metrics, warnings: [] };
  });
}

/** @throws SparkError for a model whose probabilities are no softmax */
export function refuseSigmoid({ link }: Pick<Model, "link">): void {
  if (link !== "softmax")
    throw new SparkError(
      "the model was fitted one-vs-rest, and its probabilities are no softmax; use the engine local",
    );
}
