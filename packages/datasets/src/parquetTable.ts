import type { ColumnChunk, Compressors, FileMetaData, SchemaElement } from "hyparquet";
import { DataError } from "./dataset.js";
import { checkedPages } from "./parquetPages.js";
import { thriftEnd } from "./parquetThrift.js";

/** Bytes of a file, wherever they are. */
export interface ByteSource {
  readonly byteLength: number;
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** A Parquet file of plain columns, read a column of a row group at a time. */
export interface ParquetTable {
  readonly nRows: number;
  /** The columns' names. */
  readonly columns: readonly string[];
  /** Rows of each row group. */
  readonly groups: readonly number[];
  /** Bytes that a row of a group takes, unpacked, as far as the file says. */
  rowBytes(group: number): number;
  /**
   * The values of a column from row `from` of a row group to before row `to`; a typed array where they are floats without
   * nulls. The packed column of the group is kept until another one is read.
   */
  read(group: number, column: number, from: number, to: number): Promise<ArrayLike<unknown>>;
}

/**
 * Opens a Parquet file. The code that reads it, and that which undoes compressions other than Snappy, is loaded when it is
 * first needed.
 *
 * @throws DataError (the promise rejects) as `parseParquet`
 */
export async function openParquet(source: ByteSource, name: string): Promise<ParquetTable> {
  const { parquetMetadata, parquetRead } = await import("hyparquet");
  const { metadata, columns } = await readable(name, async () => {
    const metadata = parquetMetadata(await footerOf(source), { geoparquet: false }); // which goes round for ever in a damaged schema
    return { metadata, columns: topColumns(metadata) };
  });
  for (const column of columns) refuseKind(column, name);
  refuseRowCount(metadata, name, source.byteLength);
  const compressors = await compressorsFor(metadata);
  const elements = new Map(columns.map((column) => [column.name, column]));
  const groups = metadata.row_groups.map(({ columns, num_rows }) => ({
    nRows: Number(num_rows),
    chunks: new Map(columns.map((chunk) => [chunk.meta_data?.path_in_schema?.[0], chunk])),
  }));
  let packed: { readonly chunk: ColumnChunk; readonly bytes: Uint8Array; readonly start: number } | undefined;

  const unpack = async (chunk: ColumnChunk): Promise<NonNullable<typeof packed>> => {
    if (packed?.chunk === chunk) return packed;
    packed = undefined;
    const { dictionary_page_offset, data_page_offset, total_compressed_size } = chunk.meta_data!;
    const start = Number(dictionary_page_offset || data_page_offset);
    const end = Math.min(source.byteLength, start + Number(total_compressed_size));
    if (!(start >= 0 && start <= end)) throw new RangeError(`a column from byte ${start} to ${end}`);
    packed = { chunk, bytes: await source.slice(start, end), start };
    return packed;
  };

  const readChunk = async (
    chunk: ColumnChunk,
    element: SchemaElement,
    nRows: number,
    [from, to]: readonly [number, number],
  ): Promise<ArrayLike<unknown>> => {
    const { bytes, start } = await unpack(chunk);
    const parts: Part[] = [];
    await parquetRead({
      file: {
        byteLength: source.byteLength,
        slice: async (a, b) =>
          new Uint8Array(bytes.subarray(a - start, (b ?? source.byteLength) - start)).buffer,
      },
      metadata: ofOneColumn(metadata, element, chunk, nRows),
      compressors: await checkedPages({ bytes, start }, chunk.meta_data!, element, nRows, compressors),
      parsers: dateParsers,
      rowStart: from,
      rowEnd: to,
      onChunk: ({ columnData, rowStart }) => parts.push({ values: columnData, at: rowStart }),
    });
    return exactDecimals(joined(parts, from, to), element);
  };

  return {
    nRows: Number(metadata.num_rows),
    columns: columns.map((column) => column.name),
    groups: groups.map(({ nRows }) => nRows),
    rowBytes(group) {
      const chunks = [...groups[group].chunks.values()];
      const bytes = chunks.reduce(
        (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
        0,
      );
      return bytes / Math.max(1, groups[group].nRows);
    },
    async read(group, column, from, to) {
      const { nRows, chunks } = groups[group];
      const { name: columnName } = columns[column];
      const chunk = chunks.get(columnName);
      if (!chunk?.meta_data) return [];
      return readable(name, () => readChunk(chunk, elements.get(columnName)!, nRows, [from, to]));
    },
  };
}

interface Part {
  readonly values: ArrayLike<unknown>;
  /** The row of the first value. */
  readonly at: number;
}

/** What the file says of one column of one row group, as if there were no other. */
const ofOneColumn = (
  metadata: FileMetaData,
  element: SchemaElement,
  chunk: ColumnChunk,
  nRows: number,
): FileMetaData => ({
  ...metadata,
  schema: [{ ...metadata.schema[0], num_children: 1 }, element],
  num_rows: BigInt(nRows),
  row_groups: [{ ...metadata.row_groups[0], columns: [chunk], num_rows: BigInt(nRows) }],
});

/** The values of the rows from … to − 1, of pages that may reach beyond. */
function joined(parts: readonly Part[], from: number, to: number): ArrayLike<unknown> {
  const inside = parts.map(({ values, at }) => ({ values, skip: Math.max(0, from - at), end: to - at }));
  const lengths = inside.map(({ values, skip, end }) => Math.max(0, Math.min(values.length, end) - skip));
  const length = lengths.reduce((sum, each) => sum + each, 0);
  const into = arrayFor(parts, length);
  let at = 0;
  for (const [p, { values, skip }] of inside.entries())
    for (let i = 0; i < lengths[p]; i++) into[at++] = values[skip + i];
  return into;
}

function arrayFor(parts: readonly Part[], length: number): Float32Array | Float64Array | unknown[] {
  if (parts.every(({ values }) => values instanceof Float32Array)) return new Float32Array(length);
  const isNumbers = ({ values }: Part) => values instanceof Float64Array || values instanceof Int32Array;
  return parts.every(isNumbers) ? new Float64Array(length) : new Array<unknown>(length);
}

/** The end of the file: its footer, a Thrift struct, whose length stands in the eight bytes behind it. */
async function footerOf({ byteLength, slice }: ByteSource): Promise<Uint8Array> {
  if (byteLength < 12) throw new RangeError(`${byteLength} bytes`);
  const tail = await slice(byteLength - 8, byteLength);
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  if (length > byteLength - 12) throw new RangeError(`byte ${byteLength - 8}: a footer of ${length} bytes`);
  const footer = await slice(byteLength - 8 - length, byteLength);
  thriftEnd(footer.subarray(0, length), 0, byteLength - 8 - length);
  return footer;
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
function exactDecimals(
  values: ArrayLike<unknown>,
  { converted_type, scale = 0 }: SchemaElement,
): ArrayLike<unknown> {
  if (converted_type !== "DECIMAL") return values;
  const power = 10 ** scale;
  return Array.from(values, (value) =>
    typeof value === "number" ? Math.round(value * power) / power : value,
  );
}
