import { DataError, type Dataset } from "./dataset.js";
import { openParquet, type ParquetTable } from "./parquetTable.js";
import { readColumn } from "./valueColumn.js";

export interface ParquetOptions {
  /** What the dataset is called, in errors too: usually the file's name. */
  readonly name: string;
}

/**
 * Reads a Parquet file: numbers (decimals too) as numeric columns, strings, booleans and dictionaries as
 * strings. Dates and timestamps come as ISO 8601 strings, so that they can be left out by name; as features
 * they are refused. Nulls are missing. The code that reads Parquet, and that which undoes compressions other than
 * Snappy, is loaded when it is first needed.
 *
 * @throws DataError (the promise rejects) for bytes that are not Parquet or damaged, for columns of lists,
 *   objects, raw bytes or times of day, for infinities and integers beyond 2⁵³, and for a table without rows.
 * @example
 * const readTable = async (url) => {
 *   const response = await fetch(url);
 *   return parseParquet(new Uint8Array(await response.arrayBuffer()), { name: url });
 * };
 */
export async function parseParquet(bytes: Uint8Array, { name }: ParquetOptions): Promise<Dataset> {
  const slice = async (start: number, end: number) => bytes.subarray(start, end);
  const table = await openParquet({ byteLength: bytes.length, slice }, name);
  const place = (row: number) => `${name}, row ${row + 1}`;
  const read = [];
  for (const [c, column] of table.columns.entries())
    read.push(readColumn(column, await wholeColumn(table, c, name), place));
  for (const { problem } of read) if (problem) throw problem;
  return { name, nSamples: table.nRows, columns: read.map(({ column }) => column) };
}

async function wholeColumn(table: ParquetTable, c: number, name: string): Promise<ArrayLike<unknown>> {
  const groups: ArrayLike<unknown>[] = [];
  for (const [g, nRows] of table.groups.entries()) groups.push(await table.read(g, c, 0, nRows));
  const length = groups.reduce((sum, group) => sum + group.length, 0);
  if (length !== table.nRows) throw otherLength(name, table.columns[c], length, table.nRows);
  const values = groups.every((group) => group instanceof Float32Array || group instanceof Float64Array)
    ? new Float64Array(length)
    : new Array<unknown>(length);
  let at = 0;
  for (const group of groups) for (let i = 0; i < group.length; i++) values[at++] = group[i];
  return values;
}

export const otherLength = (name: string, column: string, found: number, expected: number): DataError =>
  new DataError(`${name}, column "${column}": ${found} rows; expected ${expected}, as the file says`);
