import type { Compressors, FileMetaData, SchemaElement } from "hyparquet";
import { thriftEnd } from "./parquetThrift.js";

/** A page's header, as far as sizes are concerned. */
interface Page {
  readonly nValues: number;
  readonly isOptional: boolean;
  readonly isBoolean: boolean;
  readonly encoding: string;
  readonly isVersion2: boolean;
}

/**
 * Bytes that a page may have for each one of its packed bytes, beside the 16 MiB that are free: what deflate can do. A page
 * is a megabyte, as writers have it.
 */
const MOST_COMPRESSION = 1032;
const FREE_BYTES = 2 ** 24;

/**
 * Looks through all page headers before anything is made as large as they say, and gives compressors that look at each
 * page as it is unpacked: a run of ten bytes may say that it has two thousand million values.
 *
 * @param chunkStart of a buffer that was read from the file: where it began
 * @throws RangeError that names the byte and what is wrong there
 */
export async function checkedPages(
  bytes: Uint8Array,
  metadata: FileMetaData,
  compressors: Compressors,
  chunkStart: WeakMap<ArrayBufferLike, number>,
): Promise<Compressors> {
  const { parquetHeader } = await import("hyparquet/src/column.js");
  const packedPages = new Map<number, Page>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

  /** Reads the header at `at`, checks it, and gives the values it says and where the next one is. */
  const checkPage = (at: number, codec: string, element: SchemaElement) => {
    const dataStart = thriftEnd(bytes, at);
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
      isOptional: element.repetition_type === "OPTIONAL",
      isBoolean: element.type === "BOOLEAN",
      encoding: data.encoding,
      isVersion2: v1 === undefined,
    };
    const levels = v2 ? v2.definition_levels_byte_length + v2.repetition_levels_byte_length : 0;
    if (!(levels >= 0 && levels <= packed)) fail(at, `levels of ${levels} bytes in a page of ${packed}`);
    if (v2 && page.isOptional)
      checkRuns(bytes, dataStart + v2.repetition_levels_byte_length, dataStart + levels, 1, page.nValues);
    if (codec === "UNCOMPRESSED" || v2?.is_compressed === false)
      checkContent(bytes.subarray(dataStart + levels, end), page);
    else packedPages.set(dataStart + levels, page);
    return { nValues: page.nValues, end };
  };

  const elements = new Map(metadata.schema.map((element) => [element.name, element]));
  for (const { columns, num_rows } of metadata.row_groups)
    for (const { meta_data } of columns) {
      if (!meta_data) continue;
      const { dictionary_page_offset, data_page_offset, total_compressed_size, codec, path_in_schema } =
        meta_data;
      const start = Number(dictionary_page_offset || data_page_offset);
      const end = Math.min(bytes.length, start + Number(total_compressed_size));
      let values = 0;
      for (let at = start; at < end - 1 && values < Number(num_rows); ) {
        const page = checkPage(at, codec, elements.get(path_in_schema.at(-1)!)!);
        if (!(page.nValues >= 0 && page.nValues <= Number(num_rows) - values))
          fail(at, `a page of ${page.nValues} values; expected at most ${Number(num_rows) - values}`);
        values += page.nValues;
        at = page.end;
      }
    }

  const checking =
    (codec: string) =>
    (input: Uint8Array, outputLength: number): Uint8Array => {
      const content = compressors[codec as keyof Compressors]!(input, outputLength);
      const page = packedPages.get(chunkStart.get(input.buffer)! + input.byteOffset);
      if (page) checkContent(content, page);
      return content;
    };
  return Object.fromEntries(Object.keys(compressors).map((codec) => [codec, checking(codec)]));
}

/** Levels and values of an unpacked page, of which version 2 keeps the levels elsewhere. */
function checkContent(
  content: Uint8Array,
  { nValues, isOptional, isBoolean, encoding, isVersion2 }: Page,
): void {
  let at = 0;
  if (isOptional && !isVersion2) {
    const end = 4 + lengthAt(content, 0);
    checkRuns(content, 4, end, 1, nValues);
    at = end;
  }
  if (encoding === "RLE" && isBoolean) checkRuns(content, at + 4, content.length, 1, nValues);
  else if (encoding === "RLE" || encoding.endsWith("_DICTIONARY"))
    checkRuns(content, at + 1, content.length, content[at] ?? 0, nValues);
}

function lengthAt(content: Uint8Array, at: number): number {
  if (at + 4 > content.length)
    throw new RangeError(`a page of ${content.length} bytes; expected a length at ${at}`);
  return new DataView(content.buffer, content.byteOffset).getUint32(at, true);
}

/**
 * Runs of equal values, and groups of eight packed ones, as many as it takes for `count`; each may have as many values as
 * are still missing, groups up to seven more.
 *
 * @throws RangeError where a run says that it has more, or goes past the end
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function checkRuns(bytes: Uint8Array, from: number, end: number, width: number, count: number): void {
  let at = from;
  for (let seen = 0; seen < count; ) {
    if (at >= Math.min(end, bytes.length)) return;
    let head = 0;
    for (let scale = 1; ; scale *= 128) {
      const next = bytes[at++] ?? 0;
      head += (next & 127) * scale;
      if (next < 128 || scale > 2 ** 40) break;
    }
    const isPacked = head % 2 === 1;
    const n = Math.floor(head / 2) * (isPacked ? 8 : 1);
    if (n > count - seen + (isPacked ? 511 : 0))
      throw new RangeError(`a run of ${n} values; expected at most ${count - seen}`);
    seen += n;
    at += isPacked ? (n / 8) * width : (width + 7) >> 3;
  }
}

function fail(at: number, problem: string): never {
  throw new RangeError(`byte ${at}: ${problem}`);
}
