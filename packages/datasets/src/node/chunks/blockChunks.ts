import { arrayOverBytes, decodeNpy, elementBytes, npyHeader } from "@softmax/tensor-core";
import { blockOf, labelOf, named } from "../../arrays.js";
import { type BlockColumn, DataError, type NumberColumn } from "../../dataset.js";
import { IMAGE_AXES, idxHeader, labelColumn, MOST_HEADER, pixelColumn, refuseOtherSize } from "../../idx.js";
import { readPlainBytes } from "../files.js";
import { readBytes } from "./byteReader.js";
import type { ChunkedDataset } from "./chunkedDataset.js";
import { piecesOf, type SourceFile } from "./sourceFile.js";
import { type StripedTable, stripedTable } from "./stripedTable.js";

/** A file of rows of equally many bytes behind a header. */
interface RowFile {
  readonly start: number;
  readonly nRows: number;
  readonly rowBytes: number;
  /** Rows of a stripe. */
  readonly rows: number;
  /** The column of some rows from `firstRow` on. */
  column(bytes: Uint8Array, nRows: number, firstRow: number): BlockColumn;
}

/** Puts whole rows, as far as there are, into stripes; returns how many bytes there are behind the header. */
const putRows = (source: SourceFile, table: StripedTable, file: RowFile): Promise<number> =>
  readBytes(piecesOf(source), async (reader) => {
    const { start, nRows, rowBytes, rows, column } = file;
    await reader.take(start);
    for (let row = 0, k = 0; row < nRows; row += rows, k++) {
      const count = Math.min(rows, nRows - row);
      const bytes = await reader.take(count * rowBytes);
      if (bytes.length < count * rowBytes) break;
      await table.put(k, count, [column(bytes, count, row)]);
    }
    return (await reader.toEnd()) - start;
  });

/** Puts a column beside the stripes of so many rows. */
async function putColumn(table: StripedTable, column: NumberColumn, rows: number): Promise<void> {
  for (let from = 0, k = 0; from < column.values.length; from += rows, k++) {
    const values = column.values.slice(from, from + rows);
    await table.put(k, values.length, [{ ...column, values }]);
  }
}

/** Rows of so many values that a chunk may have, as float64. */
export const rowsOfChunk = (chunkBytes: number, nValues: number): number =>
  Math.max(1, Math.floor(chunkBytes / (8 * Math.max(1, nValues))));

/**
 * Reads images in IDX, and their labels, as `parseIdx` does.
 *
 * @throws DataError (the promise rejects) as `parseIdx`
 */
export async function idxChunks(source: SourceFile, labels?: string): Promise<ChunkedDataset> {
  const { name, bytes } = source.file.head;
  const { shape, start } = idxHeader(bytes.subarray(0, MOST_HEADER), name, IMAGE_AXES);
  const [nRows, ...extents] = shape;
  const rowBytes = extents.reduce((product, extent) => product * extent, 1);
  const rows = rowBytes === 0 ? nRows : rowsOfChunk(source.context.chunkBytes, rowBytes);
  const table = stripedTable(source.spill);
  const column = (data: Uint8Array) => pixelColumn(name, shape, data);
  refuseOtherSize(name, await putRows(source, table, { start, nRows, rowBytes, rows, column }), shape);
  if (table.nRows === 0) column(new Uint8Array(0));
  if (labels === undefined) return table.dataset({ name });
  await putColumn(table, labelColumn(await readPlainBytes(labels), name, nRows), rows);
  return table.dataset({ name, label: "label" });
}

/**
 * Reads an array, and its labels, as `parseNpy` does.
 *
 * @throws DataError (the promise rejects) as `parseNpy`, and for an array that is stored column by column
 */
export async function npyChunks(source: SourceFile, labels?: string): Promise<ChunkedDataset> {
  const { name, bytes } = source.file.head;
  const { dtype, shape, size, columnMajor, dataStart: start } = named(name, () => npyHeader(bytes));
  if (columnMajor)
    throw new DataError(
      `${name}: the array is stored column by column, which cannot be read in pieces; expected rows (save numpy.ascontiguousarray of it)`,
    );
  const [nRows = 0, ...extents] = shape;
  const nValues = size / Math.max(1, nRows);
  const rowBytes = nValues * elementBytes(dtype);
  const rows = nValues === 0 ? nRows : rowsOfChunk(source.context.chunkBytes, nValues);
  const table = stripedTable(source.spill);
  const column = (data: Uint8Array, count: number, firstRow: number) => {
    const array = named(name, () => arrayOverBytes(dtype, [count, ...extents], data, "decodeNpy"));
    return blockOf({ array, place: name }, firstRow);
  };
  const found = await putRows(source, table, { start, nRows, rowBytes, rows, column });
  const expected = size * elementBytes(dtype);
  if (found !== expected)
    throw new DataError(
      `${name}: decodeNpy: ${found} bytes follow the header, which ends at byte ${start}; ${dtype} [${shape.join(", ")}] needs ${expected}`,
    );
  if (table.nRows === 0)
    blockOf({ array: arrayOverBytes(dtype, shape, new Uint8Array(0), name), place: name });
  if (labels === undefined) return table.dataset({ name });
  const file = await readPlainBytes(labels);
  const array = named(file.name, () => decodeNpy(file.bytes));
  await putColumn(table, labelOf({ array, place: file.name }, nRows), rows);
  return table.dataset({ name, label: "label" });
}
