import type { ColumnMetaData, Compressors, SchemaElement } from "hyparquet";
import type { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { checkDeltas, checkSharedStrings } from "./parquetDeltas.js";
import { thriftEnd } from "./parquetThrift.js";

/** A page's header, as far as sizes are concerned. */
interface Page {
  readonly nValues: number;
  /** Of version 2, which says it in the header. */
  readonly nNulls?: number;
  readonly isOptional: boolean;
  readonly isBoolean: boolean;
  /** Of values of one size that is not their type's, else 1. */
  readonly width: number;
  readonly encoding: string;
}

/**
 * Bytes that a page may have for each one of its packed bytes, beside the 16 MiB that are free: what deflate can do. A page
 * is a megabyte, as writers have it.
 */
const MOST_COMPRESSION = 1032;
const FREE_BYTES = 2 ** 24;

/**
 * Looks through all page headers of a column before anything is made as large as they say, and gives compressors that look
 * at each page as it is unpacked: a run of ten bytes may say that it has two thousand million values.
 *
 * @param chunk the bytes of the column in one row group, and where they begin in the file
 * @throws RangeError that names the byte and what is wrong there
 */
export async function checkedPages(
  { bytes, start: origin }: { readonly bytes: Uint8Array; readonly start: number },
  { codec }: ColumnMetaData,
  element: SchemaElement,
  nRows: number,
  compressors: Compressors,
): Promise<Compressors> {
  const { parquetHeader } = await import("hyparquet/src/column.js");
  const { deltaBinaryUnpack } = await import("hyparquet/src/delta.js");
  const packedPages = new Map<number, Page>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (at: number, problem: string): never => {
    throw new RangeError(`byte ${origin + at}: ${problem}`);
  };

  /** Reads the header at `at`, checks it, and gives the values it says and where the next one is. */
  const checkPage = (at: number) => {
    const dataStart = thriftEnd(bytes, at, origin);
    const header = parquetHeader({ view, offset: at });
    const packed = Number(header.compressed_page_size);
    const unpacked = Number(header.uncompressed_page_size);
    const end = dataStart + packed;
    if (!(packed >= 0 && end <= bytes.length)) fail(at, `a page of ${packed} bytes`);
    if (!(unpacked >= 0 && unpacked <= FREE_BYTES + MOST_COMPRESSION * packed))
      fail(at, `a page of ${packed} bytes that becomes ${unpacked}`);
    const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: dictionary } = header;
    if (dictionary && !(dictionary.num_values >= 0 && dictionary.num_values <= 8 * unpacked))
      fail(at, `a dictionary of ${dictionary.num_values} values in ${unpacked} bytes`);
    const data = v1 ?? v2;
    if (!data) return { nValues: 0, end };
    const page: Page = {
      nValues: data.num_values,
      nNulls: v2?.num_nulls,
      isOptional: element.repetition_type === "OPTIONAL",
      isBoolean: element.type === "BOOLEAN",
      width: element.type === "FIXED_LEN_BYTE_ARRAY" ? (element.type_length ?? 0) : 1,
      encoding: data.encoding,
    };
    if (v2 && !(v2.num_nulls >= 0 && v2.num_nulls <= v2.num_values))
      fail(at, `a page of ${v2.num_values} values of which ${v2.num_nulls} are missing`);
    const levels = v2 ? v2.definition_levels_byte_length + v2.repetition_levels_byte_length : 0;
    if (!(levels >= 0 && levels <= packed)) fail(at, `levels of ${levels} bytes in a page of ${packed}`);
    if (v2 && page.isOptional)
      checkRuns(bytes, dataStart + v2.repetition_levels_byte_length, 1, page.nValues);
    if (codec === "UNCOMPRESSED" || v2?.is_compressed === false)
      checkContent(bytes.subarray(dataStart + levels, end), page, deltaBinaryUnpack);
    else packedPages.set(dataStart + levels, page);
    return { nValues: page.nValues, end };
  };

  let values = 0;
  for (let at = 0; at < bytes.length - 1 && values < nRows; ) {
    const page = checkPage(at);
    if (!(page.nValues >= 0 && page.nValues <= nRows - values))
      fail(at, `a page of ${page.nValues} values; expected at most ${nRows - values}`);
    values += page.nValues;
    at = page.end;
  }

  const unpack = compressors[codec];
  if (!unpack) return {};
  return {
    [codec](input: Uint8Array, outputLength: number): Uint8Array {
      const content = unpack(input, outputLength);
      const page = packedPages.get(input.byteOffset);
      if (page) checkContent(content, page, deltaBinaryUnpack);
      return content;
    },
  };
}

/** Levels and values of an unpacked page, of which version 2 keeps the levels elsewhere. */
function checkContent(content: Uint8Array, page: Page, unpack: typeof deltaBinaryUnpack): void {
  const { nValues, nNulls, isOptional, isBoolean, width, encoding } = page;
  const hasLevels = isOptional && nNulls === undefined;
  const at = hasLevels ? 4 + lengthAt(content, 0) : 0;
  const nPresent = hasLevels ? checkRuns(content, 4, 1, nValues) : nValues - (nNulls ?? 0);
  if (encoding === "RLE" && isBoolean) checkRuns(content, at + 4, 1, nValues);
  else if (encoding === "RLE" || encoding.endsWith("_DICTIONARY"))
    checkRuns(content, at + 1, content[at] ?? 0, nValues);
  else if (encoding === "DELTA_BYTE_ARRAY") checkSharedStrings(content, at, nPresent, unpack);
  else if (encoding.startsWith("DELTA_")) checkDeltas(content, at);
  else if (encoding === "BYTE_STREAM_SPLIT" && !(width > 0 && nPresent * width <= content.length - at))
    throw new RangeError(`${nPresent} values of ${width} bytes in a page of ${content.length}`);
}

function lengthAt(content: Uint8Array, at: number): number {
  if (at + 4 > content.length)
    throw new RangeError(`a page of ${content.length} bytes; expected a length at ${at}`);
  return new DataView(content.buffer, content.byteOffset).getUint32(at, true);
}

/**
 * Runs of equal values, and groups of eight packed ones, as many as it takes for `count`; each may have as many values as
 * are still missing, groups up to seven more. They are read up to there, whatever their length is said to be.
 *
 * @returns of values of one bit, how many are 1
 * @throws RangeError where a run says that it has more
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function checkRuns(bytes: Uint8Array, from: number, width: number, count: number): number {
  let [at, ones] = [from, 0];
  for (let seen = 0; seen < count && at < bytes.length; ) {
    let head = 0;
    for (let scale = 1; ; scale *= 128) {
      const next = bytes[at++] ?? 0;
      head += (next & 127) * scale;
      if (next < 128 || scale > 2 ** 40) break;
    }
    const isPacked = head % 2 === 1;
    const n = Math.floor(head / 2) * (isPacked ? 8 : 1);
    const left = count - seen;
    if (n > left + (isPacked ? 511 : 0))
      throw new RangeError(`a run of ${n} values; expected at most ${left}`);
    if (width === 1) ones += isPacked ? bitsOf(bytes, at, Math.min(n, left)) : bytes[at] === 1 ? n : 0;
    seen += n;
    at += isPacked ? (n / 8) * width : (width + 7) >> 3;
  }
  return ones;
}

/** How many of the next n bits are 1, the lowest of a byte first. */
function bitsOf(bytes: Uint8Array, at: number, n: number): number {
  let ones = 0;
  for (let k = 0; k < n; k++) ones += ((bytes[at + (k >> 3)] ?? 0) >> (k & 7)) & 1;
  return ones;
}
