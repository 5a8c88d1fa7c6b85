import { shapeOf } from "../../concatSamples.js";
import type { Column, Dataset } from "../../dataset.js";
import { takeSamples } from "../../samples.js";
import type { ChunkedDataset, ColumnHead } from "./chunkedDataset.js";
import { widthOf } from "./numberWidths.js";

/** A dataset that is in memory, in chunks like one that is not. */
export function chunksInMemory(dataset: Dataset, chunkBytes: number): ChunkedDataset {
  const { name, label, nSamples, columns, test } = dataset;
  const nValues = columns.reduce((sum, column) => sum + countValues(column), 0);
  const rows = Math.max(1, Math.floor((chunkBytes * nSamples) / (8 * Math.max(1, nValues))));
  return {
    name,
    label,
    nSamples,
    nValues,
    columns: columns.map(headOf),
    test: test && chunksInMemory(test, chunkBytes),
    async *chunks(wanted) {
      const chosen = {
        ...dataset,
        columns: columns.filter((column) => wanted?.includes(column.name) ?? true),
      };
      for (let firstRow = 0; firstRow < nSamples; firstRow += rows) {
        const count = Math.min(rows, nSamples - firstRow);
        yield {
          ...takeSamples(
            chosen,
            Int32Array.from({ length: count }, (_, i) => firstRow + i),
          ),
          firstRow,
        };
      }
    },
    async close() {},
  };
}

function headOf(column: Column): ColumnHead {
  const { kind, name } = column;
  if (kind === "number") return { kind, name, width: widthOf(column.values) };
  return kind === "block" ? { kind, name, block: shapeOf(column.features) } : { kind, name };
}

function countValues(column: Column): number {
  if (column.kind === "number") return column.values.length;
  if (column.kind === "string") return column.codes.length;
  const { features } = column;
  return (features.kind === "csr" ? features.values : features.data).length;
}
