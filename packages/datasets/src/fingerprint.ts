import type { Column, Dataset, NumberArray } from "./dataset.js";
import { growingNumbers } from "./growingColumn.js";

/**
 * SHA-256 of what a dataset holds, in 64 hexadecimal digits: its columns in order, with names and values.
 * It does not depend on the file's name, its format or its compression; a test part is not included.
 *
 * The digest of the digests of slices of 4 MiB. WebCrypto copies what it hashes, and hashes on threads of its own where it
 * has them: it is given three slices at once, more of which would wait for copies in fresh memory.
 *
 * @example
 * (await fingerprint(datasetFromRecords([{ x: 1 }]))).length; // 64
 */
export async function fingerprint(dataset: Dataset): Promise<string> {
  const digests: Promise<Uint8Array>[] = [];
  for (const slice of slices(contents(dataset))) {
    if (digests.length >= AT_ONCE) await digests[digests.length - AT_ONCE];
    digests.push(digest(slice));
  }
  const all = await Promise.all(digests);
  return hex(await digest(Uint8Array.from(all.flatMap((bytes) => [...bytes]))));
}

const SLICE_BYTES = 2 ** 22;
const AT_ONCE = 3;

/**
 * Slices of the bytes put end to end; the last one is shorter. A slice is only good until the next one is asked for; those
 * that one array holds are views of it, unless threads share it: WebCrypto refuses such.
 */
function* slices(contents: Iterable<Uint8Array>): Generator<Uint8Array> {
  const slice = new Uint8Array(SLICE_BYTES);
  let filled = 0;
  for (const bytes of contents)
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + SLICE_BYTES - filled);
      at += part.length;
      if (part.length === SLICE_BYTES && part.buffer instanceof ArrayBuffer) {
        yield part;
        continue;
      }
      slice.set(part, filled);
      filled += part.length;
      if (filled < SLICE_BYTES) continue;
      yield slice;
      filled = 0;
    }
  yield slice.subarray(0, filled);
}

/** Each column's words and lengths in JSON, then the bytes of its arrays. */
function* contents({ columns }: Dataset): Generator<Uint8Array> {
  for (const column of columns) {
    const { arrays, ...plain } = described(column);
    const lengths = arrays.map(({ byteLength }) => byteLength);
    yield new TextEncoder().encode(JSON.stringify({ ...plain, lengths }));
    for (const { buffer, byteOffset, byteLength } of arrays)
      yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}

/** A column as a few words of JSON and its arrays. */
function described(column: Column): { arrays: ArrayBufferView[]; [word: string]: unknown } {
  const { kind, name } = column;
  if (kind === "number") return { kind, name, ...narrowed(column.values) };
  if (kind === "string") return { kind, name, categories: column.categories, arrays: [column.codes] };
  const { features, image } = column;
  const { nRows, nColumns } = features;
  return features.kind === "dense"
    ? { kind, name, image, nRows, nColumns, scale: features.scale, arrays: [features.data] }
    : { kind, name, nRows, nColumns, arrays: [features.values, features.columns, features.rowStarts] };
}

/** Equal numbers in the same type, whichever they come in: the first that holds them all exactly. */
function narrowed(values: NumberArray): { type: string; arrays: [NumberArray] } {
  if (values instanceof Uint8Array) return { type: "Uint8Array", arrays: [values] };
  const column = growingNumbers(values.length);
  column.append(values);
  const narrow = column.finish();
  return { type: narrow.constructor.name, arrays: [narrow] };
}

const digest = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
