import { DataError, type Label } from "@softmax/datasets";
import type { Metrics } from "@softmax/trainer";
import { metricsSize, metricsSums, nBins } from "@softmax/trainer/sums";
import {
  as,
  call,
  cast,
  column,
  double,
  doubles,
  type Expr,
  either,
  equal,
  integer,
  lambda,
  minus,
  over,
  times,
} from "./expressions.js";
import { aggregate, type Relation } from "./relations.js";
import { collect, type Row } from "./rows.js";
import type { SparkSession } from "./session.js";
import { crossEntropy, extend, type LinearParams, probabilities, sumOf, withLogits } from "./softmaxRows.js";

const target = column("target");

/** The class of the largest logit, the lowest of equal ones, of rows from `withLogits`. */
export const predictedClass: Expr = cast(
  minus(call("array_position", column("z"), column("top")), integer(1)),
  "int",
);

/** Σ_c (p_c − y_c)². */
const brier = sumOf(
  call(
    "transform",
    column("p"),
    lambda(["share", "c"], (share, c) => {
      const miss = minus(share, either(equal(c, target), double(1), double(0)));
      return times(miss, miss);
    }),
  ),
);

/** How many of the upper edges of the calibration's bins, but for the last, are below the confidence. */
const bin = call(
  "size",
  call(
    "filter",
    doubles(Array.from({ length: nBins - 1 }, (_, k) => (k + 1) / nBins)),
    lambda(["edge"], (edge) => call(">", column("confidence"), edge)),
  ),
);

/**
 * All metrics of a model on rows with `x` [d], `target` (null where a label is none of the classes) and `weight`, by one
 * aggregation: the rows are gathered by their class, the predicted one and the bin of its probability.
 *
 * @throws DataError where a row's label is none of the classes
 */
export async function metricsOnSpark(
  session: SparkSession,
  rows: Relation,
  params: LinearParams,
  { name, classes }: { readonly name: string; readonly classes: readonly Label[] },
): Promise<Metrics> {
  const known = extend(
    withLogits(rows, ["target", "weight"], params),
    ["z", "top", "sum", "target", "weight"],
    {
      p: probabilities,
      predicted: predictedClass,
      confidence: over(double(1), column("sum")),
    },
  );
  const measured = extend(known, ["target", "weight", "predicted", "confidence"], {
    log_loss: crossEntropy(target),
    brier,
    bin,
  });
  const weighted = (value: Expr) => call("sum", times(column("weight"), value));
  const groups = aggregate(
    measured,
    ["target", "predicted", "bin"].map((key) => column(key)),
    [
      as(call("count", double(1)), "n"),
      as(call("sum", column("weight")), "weight"),
      as(weighted(column("log_loss")), "log_loss"),
      as(weighted(column("brier")), "brier"),
      as(weighted(column("confidence")), "confidence"),
    ],
  );
  return metricsOfGroups(await collect(session, "the metrics", groups), name, classes.length);
}

/** The metrics of rows that were gathered by class, predicted class and bin. */
export function metricsOfGroups(groups: readonly Row[], name: string, C: number): Metrics {
  const room = new Float64Array(metricsSize(C));
  const bins = room.subarray(4, 4 + 3 * nBins);
  const confusion = room.subarray(4 + 3 * nBins);
  for (const group of groups) {
    if (group.target === null)
      throw new DataError(
        `${name}: ${group.n} rows have a label that is none of the ${C} classes of the model`,
      );
    const [truth, predicted, bin, n, weight, logLoss, brier, confidence] = [
      ...[group.target, group.predicted, group.bin, group.n],
      ...[group.weight, group.log_loss, group.brier, group.confidence],
    ].map(Number);
    for (const [k, value] of [n, weight, logLoss, brier].entries()) room[k] += value;
    bins[bin] += weight;
    if (truth === predicted) bins[nBins + bin] += weight;
    bins[2 * nBins + bin] += confidence;
    confusion[truth * C + predicted] += weight;
  }
  return metricsSums(C, "softmax", room).metrics();
}
