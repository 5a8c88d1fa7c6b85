import type { Dataset } from "../src/dataset.js";

/** Each column's values, `null` where missing. */
export function valuesOf({ columns }: Dataset): Record<string, unknown[]> {
  return Object.fromEntries(
    columns.map((column) => {
      if (column.kind === "block") throw new Error(`"${column.name}" is a block`);
      const values =
        column.kind === "number"
          ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
          : Array.from(column.codes, (code) => column.categories[code] ?? null);
      return [column.name, values];
    }),
  );
}
