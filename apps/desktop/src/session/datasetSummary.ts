import { type BlockColumn, type Column, chooseColumns, type Dataset } from "@softmax/datasets";
import type { Cell, ColumnSummary, DatasetSummary } from "../shared/ipc/data.js";

/** What the renderer shows of data before any row of them. */
export function summaryOf(dataset: Dataset): Omit<DatasetSummary, "id" | "warnings"> {
  const { name, nSamples, columns, test } = dataset;
  const label = usualLabel(dataset);
  return { name, nSamples, nTest: test?.nSamples ?? 0, columns: columns.map(columnSummary), label };
}

function usualLabel(dataset: Dataset): string | undefined {
  try {
    return chooseColumns(dataset).label;
  } catch {
    return undefined;
  }
}

function columnSummary(column: Column): ColumnSummary {
  const { name } = column;
  if (column.kind === "block")
    return { name, kind: column.image ? "image" : "block", missing: 0, shape: shapeOf(column) };
  if (column.kind === "number")
    return {
      name,
      kind: "number",
      missing: countWhere(column.values, Number.isNaN),
      distinct: distinctUpTo(column.values, 1000),
    };
  const missing = countWhere(column.codes, (code) => code === -1);
  return { name, kind: "text", missing, distinct: column.categories.length };
}

function countWhere(values: ArrayLike<number>, test: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (test(values[i])) count++;
  return count;
}

function distinctUpTo(values: ArrayLike<number>, most: number): number {
  const seen = new Set<number>();
  for (let i = 0; i < values.length && seen.size < most; i++)
    if (!Number.isNaN(values[i])) seen.add(values[i]);
  return seen.size;
}

function shapeOf({ features, image }: BlockColumn): string {
  if (!image) return String(features.nColumns);
  const { height, width, channels } = image;
  return [height, width, ...(channels > 1 ? [channels] : [])].join(" × ");
}

/** Rows `from` to `from + count`, cut at the end. */
export function rowsOf({ nSamples, columns }: Dataset, from: number, count: number): Cell[][] {
  const end = Math.min(nSamples, from + count);
  const rows: Cell[][] = [];
  for (let i = from; i < end; i++) rows.push(columns.map((column) => cellOf(column, i)));
  return rows;
}

export function cellOf(column: Column, row: number): Cell {
  if (column.kind === "block") return shapeOf(column);
  if (column.kind === "string") return column.codes[row] === -1 ? null : column.categories[column.codes[row]];
  const value = column.values[row];
  return Number.isNaN(value) ? null : value;
}
