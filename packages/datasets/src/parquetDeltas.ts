import type { deltaBinaryUnpack } from "hyparquet/src/delta.js";

/** Bytes that strings may become for each byte that tells them, beside the 16 MiB that are free. */
const MOST_REPETITION = 1032;
const FREE_BYTES = 2 ** 24;

/**
 * Of numbers that are told by their differences, the head: how large a block is, and of how many parts, each of which has a
 * byte for its width.
 *
 * @throws RangeError where there are more parts than bytes
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 */
export function checkDeltas(content: Uint8Array, at: number): void {
  let next = at;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const byte = content[next++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  const [blockSize, parts] = [varint(), varint()];
  if (!(parts > 0 && parts <= content.length - next && blockSize > 0 && blockSize % (32 * parts) === 0))
    throw new RangeError(
      `a block of ${blockSize} differences in ${parts} parts at byte ${at} of a page of ${content.length}; expected parts of a multiple of 32, and fewer of them than bytes`,
    );
}

/**
 * Strings that are told by how many bytes they share with the one before, and those behind: two lists of lengths, that say
 * how long the strings are and could say two thousand million.
 *
 * @param unpack hyparquet's, of numbers that are told by their differences
 * @throws RangeError where a string shares more than there is, or all of them together are too long
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTASTRINGS
 */
export function checkSharedStrings(
  content: Uint8Array,
  at: number,
  nValues: number,
  unpack: typeof deltaBinaryUnpack,
): void {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const reader = { view, offset: at };
  const [shared, own] = [new Int32Array(nValues), new Int32Array(nValues)];
  for (const lengths of [shared, own]) {
    checkDeltas(content, reader.offset);
    unpack(reader, nValues, lengths);
  }
  const most = FREE_BYTES + MOST_REPETITION * content.length;
  for (let i = 0, before = 0, total = 0; i < nValues; i++) {
    if (!(shared[i] >= 0 && shared[i] <= before && own[i] >= 0))
      throw new RangeError(
        `string ${i + 1} of a page shares ${shared[i]} bytes with the one before, which has ${before}, and has ${own[i]} more`,
      );
    before = shared[i] + own[i];
    total += before;
    if (total > most)
      throw new RangeError(
        `a page of ${content.length} bytes that becomes more than ${most} bytes of strings by string ${i + 1}`,
      );
  }
}
