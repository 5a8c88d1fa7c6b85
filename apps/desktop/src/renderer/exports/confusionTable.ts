import type { TableColumn } from "../../shared/ipc/export.js";

/** The confusion matrix as a table: a row a true class, a column a predicted one. */
export const confusionTable = (
  classes: readonly (string | number)[],
  confusion: readonly (readonly number[])[],
): TableColumn[] => [
  { name: "true class", values: [...classes] },
  ...classes.map((name, c) => ({
    name: `predicted ${name}`,
    values: Float64Array.from(confusion, (row) => row[c]),
  })),
];
