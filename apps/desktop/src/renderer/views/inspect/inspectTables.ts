import type { Label } from "@softmax/datasets";
import type { Evaluation } from "@softmax/trainer";
import type { TableColumn } from "../../../shared/ipc/export.js";
import type { ModelWeights } from "../../../shared/ipc/inspect.js";

const measures = ["precision", "recall", "f1"] as const;

/** Precision, recall and F1: a row a class, then both means, which have no rows of their own. */
export function classTable(
  { perClass, macro, weighted }: Evaluation,
  classes: readonly Label[],
): TableColumn[] {
  const all = [...perClass, macro, weighted];
  return [
    { name: "class", values: [...classes.map(String), "mean of the classes", "mean weighted by rows"] },
    ...measures.map((name) => ({ name, values: all.map((row) => row[name]) })),
    { name: "rows", values: [...perClass.map(({ support }) => support), null, null] },
  ];
}

/** The bins of the reliability diagram, the empty ones too. */
export const reliabilityTable = ({ calibration }: Evaluation): TableColumn[] =>
  (["above", "upTo", "weight", "confidence", "accuracy"] as const).map((name) => ({
    name,
    values: calibration.map((bin) => bin[name]),
  }));

/** Weights: a row a feature, the bias first, a column a class. */
export const weightTable = ({ classes, names, weights, bias }: ModelWeights): TableColumn[] => [
  { name: "feature", values: ["bias", ...names] },
  ...classes.map((label, c) => ({
    name: String(label),
    values: Float64Array.of(bias[c], ...weights.subarray(c * names.length, (c + 1) * names.length)),
  })),
];
