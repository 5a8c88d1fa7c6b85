import type { Column, Dataset, NumberArray } from "./dataset.js";
import { growingNumbers } from "./growingColumn.js";

/**
 * SHA-256 of what a dataset holds, in 64 hexadecimal digits: its columns in order, with names and values.
 * It does not depend on the file's name, its format or its compression; a test part is not included.
 *
 * The digest of the digests of slices of 4 MiB: WebCrypto copies what it hashes, and so never more than that.
 *
 * @example
 * (await fingerprint(datasetFromRecords([{ x: 1 }]))).length; // 64
 */
export async function fingerprint(dataset: Dataset): Promise<string> {
  const slice = new Uint8Array(SLICE_BYTES);
  const digests: Uint8Array[] = [];
  let filled = 0;
  for (const bytes of contents(dataset))
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + SLICE_BYTES - filled);
      slice.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < SLICE_BYTES) continue;
      digests.push(await digest(slice));
      filled = 0;
    }
  digests.push(await digest(slice.subarray(0, filled)));
  return hex(await digest(Uint8Array.from(digests.flatMap((bytes) => [...bytes]))));
}

const SLICE_BYTES = 2 ** 22;

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
