import { displayWidth, pad } from "./width.js";

/** Rows of cells as lines of aligned columns, two blanks apart; the last column keeps its own length. */
export function table(
  rows: readonly (readonly string[])[],
  align: readonly ("left" | "right")[],
  gap = "  ",
): string[] {
  const widths = align.map((_, c) => Math.max(0, ...rows.map((row) => displayWidth(row[c] ?? ""))));
  return rows.map((row) =>
    row
      .map((cell, c) => pad(cell, widths[c], align[c]))
      .join(gap)
      .trimEnd(),
  );
}
