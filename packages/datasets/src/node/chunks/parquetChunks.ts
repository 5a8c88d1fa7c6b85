import { open } from "node:fs/promises";
import { otherLength } from "../../parquet.js";
import { type ByteSource, openParquet, type ParquetTable } from "../../parquetTable.js";
import { readColumn } from "../../valueColumn.js";
import { unreadable } from "../errors.js";
import type { ChunkedDataset } from "./chunkedDataset.js";
import type { SourceFile } from "./sourceFile.js";
import { type StripedTable, stripedTable } from "./stripedTable.js";

/**
 * Reads Parquet as `parseParquet` does: row group by row group, a column at a time, parts of it where it is large.
 *
 * @throws DataError (the promise rejects) as `parseParquet`
 */
export async function parquetChunks(source: SourceFile): Promise<ChunkedDataset> {
  const { name } = source.file.head;
  const file = await open(source.path).catch((cause) => {
    throw unreadable(source.path, cause);
  });
  try {
    const bytes: ByteSource = {
      byteLength: source.file.stored,
      async slice(start, end) {
        const { buffer, bytesRead } = await file.read(new Uint8Array(end - start), 0, end - start, start);
        return buffer.subarray(0, bytesRead);
      },
    };
    const parquet = await openParquet(bytes, name);
    const table = stripedTable(source.spill);
    await readGroups(parquet, table, source);
    return table.dataset({ name });
  } finally {
    await file.close();
  }
}

async function readGroups(parquet: ParquetTable, table: StripedTable, source: SourceFile): Promise<void> {
  const { chunkBytes, signal, onProgress } = source.context;
  const { name } = source.file.head;
  const found = new Int32Array(parquet.columns.length);
  const problems: (Error | undefined)[] = [];
  let [firstStripe, firstRow] = [0, 0];
  for (const [g, nRows] of parquet.groups.entries()) {
    const rowBytes = Math.max(8 * parquet.columns.length, 2 * parquet.rowBytes(g));
    const rows = Math.max(1, Math.floor(chunkBytes / rowBytes));
    const atOnce =
      rows * Math.max(1, Math.floor((chunkBytes * parquet.columns.length) / rowBytes / rows / 2));
    for (const [c, column] of parquet.columns.entries()) {
      for (let from = 0; from < nRows; from += atOnce) {
        signal?.throwIfAborted();
        const values = await parquet.read(g, c, from, Math.min(nRows, from + atOnce));
        found[c] += values.length;
        for (let at = 0; at < values.length; at += rows) {
          const start = firstRow + from + at;
          const place = (row: number) => `${name}, row ${start + row + 1}`;
          const stripe = readColumn(column, part(values, at, at + rows), place);
          problems[c] ??= stripe.problem;
          const k = firstStripe + (from + at) / rows;
          await table.put(k, Math.min(rows, nRows - from - at), [stripe.column]);
        }
      }
      onProgress?.(
        ((firstRow + (nRows * (c + 1)) / parquet.columns.length) / parquet.nRows) * source.file.stored,
        source.file.stored,
      );
    }
    firstStripe += Math.ceil(nRows / rows);
    firstRow += nRows;
  }
  for (const [c, column] of parquet.columns.entries())
    if (found[c] !== parquet.nRows) throw otherLength(name, column, found[c], parquet.nRows);
  for (const problem of problems) if (problem) throw problem;
}

const part = (values: ArrayLike<unknown>, from: number, to: number): ArrayLike<unknown> =>
  Array.isArray(values) ? values.slice(from, to) : (values as Float64Array).subarray(from, to);
