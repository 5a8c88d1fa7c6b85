import { refuseUnlike, sameColumn } from "../../concatSamples.js";
import type { Column, Dataset } from "../../dataset.js";
import type { ChunkedDataset, ColumnHead } from "./chunkedDataset.js";
import { ofWidth } from "./numberWidths.js";
import { widened } from "./stripedTable.js";

/**
 * The samples of several datasets one after another, as `concatSamples` does.
 *
 * @throws DataError as `concatSamples`
 */
export function concatChunks(datasets: readonly ChunkedDataset[], name: string): ChunkedDataset {
  const [first] = datasets;
  const columns = first.columns.map((head) =>
    commonHead(datasets.map((dataset) => sameColumn(head, dataset, first))),
  );
  const add = (of: (dataset: ChunkedDataset) => number) =>
    datasets.reduce((sum, dataset) => sum + of(dataset), 0);
  return {
    name,
    columns,
    label: first.label,
    test: datasets.length === 1 ? first.test : undefined,
    nSamples: add(({ nSamples }) => nSamples),
    nValues: add(({ nValues }) => nValues),
    async *chunks(wanted = columns.map((column) => column.name)) {
      const heads = columns.filter((column) => wanted.includes(column.name));
      let firstRow = 0;
      for (const dataset of datasets)
        for await (const chunk of dataset.chunks(wanted)) {
          yield {
            name,
            label: first.label,
            nSamples: chunk.nSamples,
            firstRow,
            columns: fitted(chunk, heads),
          };
          firstRow += chunk.nSamples;
        }
    },
    async close() {
      for (const dataset of datasets) await dataset.close();
    },
  };
}

/** What the column is in all datasets together. */
function commonHead(heads: readonly ColumnHead[]): ColumnHead {
  const [{ kind, name, block }] = heads;
  if (kind === "string") return { kind, name };
  if (kind === "number") return { kind, name, width: Math.max(...heads.map(({ width }) => width!)) };
  const blocks = heads.map((head) => head.block!);
  refuseUnlike(blocks, name);
  return { kind, name, block: { ...block!, nColumns: Math.max(...blocks.map(({ nColumns }) => nColumns)) } };
}

function fitted(chunk: Dataset, heads: readonly ColumnHead[]): Column[] {
  const byName = new Map(chunk.columns.map((column) => [column.name, column]));
  return heads.map(({ name, width, block }) => {
    const column = byName.get(name)!;
    if (column.kind === "number") return { ...column, values: ofWidth(column.values, width!) };
    return column.kind === "block" ? widened(column, block!.nColumns) : column;
  });
}
