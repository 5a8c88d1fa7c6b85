import type { Label } from "@softmax/datasets";
import type { Evaluation } from "@softmax/trainer";
import { confusionTable } from "./confusion.js";
import { count, metric, percent, plural } from "./numbers.js";
import type { Style } from "./style.js";
import { table } from "./table.js";
import { pad, printable, truncate } from "./width.js";

/** More classes than this have their confusion matrix in `--json` only. */
const mostClasses = 40;

/** What `evaluate` prints, as lines for a terminal of so many columns. */
export function evaluationSummary(
  evaluation: Evaluation,
  classes: readonly Label[],
  name: string,
  columns: number,
  style: Style,
): string[] {
  const { n, accuracy, balancedAccuracy, logLoss, brier, ece, confusion } = evaluation;
  const entry = (key: string, value: string, remark = "") =>
    `  ${style.dim(pad(key, 19))}${pad(value, 9, "right")}  ${style.dim(remark)}`.trimEnd();
  const matrix = classes.length <= mostClasses ? confusionTable(confusion, classes, columns - 2, style) : [];
  return [
    `${style.bold(printable(name))}: ${plural(n, "row")}, ${plural(classes.length, "class", "classes")}`,
    "",
    entry("accuracy", style.bold(percent(accuracy))),
    entry("balanced accuracy", percent(balancedAccuracy), "mean recall of the classes"),
    entry("log loss", metric(logLoss), `in nats; chance is ${metric(Math.log(classes.length))}`),
    entry("Brier", metric(brier), "from 0 to 2"),
    entry("calibration error", metric(ece), "expected |accuracy − confidence|"),
    "",
    ...perClassTable(evaluation, classes, style).map((line) => `  ${line}`),
    ...(matrix.length > 0 ? ["", `  ${style.dim("true class, predicted as")}`] : []),
    ...matrix.map((line) => `  ${line}`),
  ];
}

function perClassTable({ perClass }: Evaluation, classes: readonly Label[], style: Style): string[] {
  const header = ["class", "rows", "precision", "recall", "F1"].map(style.dim);
  const rows = perClass.map(({ precision, recall, f1, support }, c) => [
    truncate(printable(classes[c]), 24),
    count(support),
    percent(precision),
    percent(recall),
    percent(f1),
  ]);
  return table([header, ...rows], ["left", "right", "right", "right", "right"]);
}
