import type { Label } from "@softmax/datasets";
import { count } from "./numbers.js";
import type { Style } from "./style.js";
import { table } from "./table.js";
import { displayWidth, printable, truncate } from "./width.js";

/** Share of a true class from which on a mistake is shown in red. */
const serious = 0.05;
const longestName = 16;

/**
 * A confusion matrix with a row for each true class and a column for each predicted one; no lines where it is
 * wider than `columns`.
 */
export function confusionTable(
  confusion: readonly (readonly number[])[],
  classes: readonly Label[],
  columns: number,
  style: Style,
): string[] {
  const names = classes.map((name) => truncate(printable(name), longestName));
  const cell = (weight: number, r: number, c: number, total: number) => {
    if (weight === 0) return style.dim("·");
    const text = count(weight);
    if (r === c) return style.bold(text);
    return weight >= serious * total ? style.red(text) : style.yellow(text);
  };
  const body = confusion.map((row, r) => {
    const total = row.reduce((sum, weight) => sum + weight, 0);
    return [names[r], ...row.map((weight, c) => cell(weight, r, c, total))];
  });
  const header = ["", ...names.map((name) => style.dim(name))];
  const lines = table([header, ...body], ["left", ...names.map(() => "right" as const)]);
  return lines.every((line) => displayWidth(line) <= columns) ? lines : [];
}
