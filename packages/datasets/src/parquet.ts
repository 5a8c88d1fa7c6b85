import type { Compressors, FileMetaData, SchemaElement } from "hyparquet";
import { DataError, type Dataset } from "./dataset.js";
import { checkedPages } from "./parquetPages.js";
import { thriftEnd } from "./parquetThrift.js";
import { columnFromValues } from "./valueColumn.js";

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
  const { parquetMetadata, parquetRead } = await import("hyparquet");
  const { metadata, columns } = await readable(name, () => {
    checkFooter(bytes);
    const metadata = parquetMetadata(bytes, { geoparquet: false }); // which goes round for ever in a damaged schema
    return { metadata, columns: topColumns(metadata) };
  });
  for (const column of columns) refuseKind(column, name);
  const nSamples = Number(metadata.num_rows);
  refuseRowCount(metadata, name, bytes.length);
  const values = new Map(columns.map((column) => [column.name, [] as unknown[]]));
  const chunkStart = new WeakMap<ArrayBufferLike, number>();
  await readable(name, async () => {
    const compressors = await checkedPages(bytes, metadata, await compressorsFor(metadata), chunkStart);
    await whenAllIsAskedFor((asked) =>
      parquetRead({
        file: {
          byteLength: bytes.length,
          slice: async (start, end) => {
            await asked;
            const { buffer } = new Uint8Array(bytes.subarray(start, end));
            chunkStart.set(buffer, start);
            return buffer;
          },
        },
        metadata,
        compressors,
        parsers: dateParsers,
        onChunk: ({ columnName, columnData, rowStart }) => {
          const column = values.get(columnName);
          if (column) for (let i = 0; i < columnData.length; i++) column[rowStart + i] = columnData[i];
        },
      }),
    );
  });
  for (const [column, { length }] of values)
    if (length !== nSamples)
      throw new DataError(
        `${name}, column "${column}": ${length} rows; expected ${nSamples}, as the file says`,
      );
  return {
    name,
    nSamples,
    columns: columns.map((column) =>
      columnFromValues(
        column.name,
        exactDecimals(values.get(column.name)!, column),
        (row) => `${name}, row ${row + 1}`,
      ),
    ),
  };
}

/**
 * Reads, and hands over no bytes before everything has been asked for: where something is wrong with one column, hyparquet
 * lets go of those it had begun, and nobody would hear of what is wrong with them, but for the process, which would end.
 */
async function whenAllIsAskedFor(read: (asked: Promise<void>) => Promise<void>): Promise<void> {
  let hand = () => {};
  const asked = new Promise<void>((resolve) => {
    hand = resolve;
  });
  const reading = read(asked);
  await Promise.race([reading, new Promise((resolve) => setTimeout(resolve))]);
  hand();
  await reading;
}

/** The footer is a Thrift struct; its length stands in the eight bytes behind it. */
function checkFooter(bytes: Uint8Array): void {
  if (bytes.length < 12) throw new RangeError(`${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
  if (length > bytes.length - 12)
    throw new RangeError(`byte ${bytes.length - 8}: a footer of ${length} bytes`);
  thriftEnd(bytes.subarray(0, bytes.length - 8), bytes.length - 8 - length);
}

/** Rows that a byte of the file may stand for: runs of one value have many, but a table of nothing else is none. */
const MOST_ROWS = 10_000;

function refuseRowCount({ num_rows, row_groups }: FileMetaData, name: string, nBytes: number): void {
  const nRows = Number(num_rows);
  if (nRows === 0) throw new DataError(`${name}: no rows of data; expected at least one`);
  const inGroups = row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (nRows !== inGroups || !(nRows > 0 && nRows <= MOST_ROWS * nBytes))
    throw new DataError(
      `${name}: the file says ${nRows} rows, its row groups ${inGroups}; expected the same, and at most ${MOST_ROWS} a byte`,
    );
}

async function readable<T>(name: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new DataError(`${name}: not a readable Parquet file: ${(cause as Error).message}`, { cause });
  }
}

/**
 * The schema lists its root first and each column before its children; one without children is plain.
 *
 * @throws RangeError where it says that there are more children than it lists
 */
function topColumns({ schema }: FileMetaData): SchemaElement[] {
  const columns: SchemaElement[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at++].num_children ?? 0;
    if (!(children >= 0 && children <= schema.length - at))
      throw new RangeError(
        `schema element ${at - 1} has ${children} children; expected at most ${schema.length - at}`,
      );
    for (let k = 0; k < children && at < schema.length; k++) skip();
  };
  while (at < schema.length) {
    columns.push(schema[at]);
    skip();
  }
  return columns;
}

function refuseKind(column: SchemaElement, name: string): void {
  const kind = refusedKind(column);
  if (kind)
    throw new DataError(
      `${name}, column "${column.name}": ${kind}; expected numbers, strings or booleans (leave the column out of the file)`,
    );
}

const bytesTypes: ReadonlySet<unknown> = new Set(["BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"]);
const textTypes: ReadonlySet<unknown> = new Set(["STRING", "UTF8", "ENUM", "UUID", "DECIMAL", "FLOAT16"]);

function refusedKind({ num_children, repetition_type, type, converted_type, logical_type }: SchemaElement) {
  if (num_children !== undefined || repetition_type === "REPEATED") return "lists or objects";
  if (logical_type?.type === "TIME" || converted_type?.startsWith("TIME_")) return "times of day";
  if (bytesTypes.has(type) && !textTypes.has(logical_type?.type) && !textTypes.has(converted_type))
    return `raw bytes${converted_type ? ` (${converted_type})` : ""}`;
  return undefined;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

const dateParsers = {
  dateFromDays: (days: number) => iso(days * 86_400_000).slice(0, 10),
  timestampFromMilliseconds: (time: bigint) => iso(Number(time)),
  timestampFromMicroseconds: (time: bigint) => iso(Number(time / 1000n)),
  timestampFromNanoseconds: (time: bigint) => iso(Number(time / 1_000_000n)),
};

async function compressorsFor({ row_groups }: FileMetaData): Promise<Compressors> {
  const codecs = row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec));
  if (!codecs.every((codec) => codec === "UNCOMPRESSED" || codec === "SNAPPY"))
    return (await import("hyparquet-compressors")).compressors;
  const { snappyUncompress } = await import("hyparquet");
  return {
    SNAPPY(input, outputLength) {
      const output = new Uint8Array(outputLength);
      snappyUncompress(input, output);
      return output;
    },
  };
}

/** A decimal m·10^−s comes as m times an inexact 10^−s; dividing rounds it once, as reading its text would. */
function exactDecimals(values: unknown[], { converted_type, scale = 0 }: SchemaElement): unknown[] {
  if (converted_type !== "DECIMAL") return values;
  const power = 10 ** scale;
  return values.map((value) => (typeof value === "number" ? Math.round(value * power) / power : value));
}
