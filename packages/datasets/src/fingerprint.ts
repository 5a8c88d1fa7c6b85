import type { Column, Dataset, NumberArray } from "./dataset.js";
import { growingNumbers } from "./growingColumn.js";

/**
 * SHA-256 of what a dataset holds, in 64 hexadecimal digits: its columns in order, with names and values.
 * It does not depend on the file's name, its format or its compression; a test part is not included.
 *
 * The digest of the columns' digests, so that no data are copied together.
 *
 * @example
 * (await fingerprint(datasetFromRecords([{ x: 1 }]))).length; // 64
 */
export async function fingerprint(dataset: Dataset): Promise<string> {
  const digests = await Promise.all(dataset.columns.map(columnDigest));
  return hex(await digest(joined(digests)));
}

async function columnDigest(column: Column): Promise<Uint8Array> {
  const { arrays, ...plain } = described(column);
  const parts = await Promise.all(arrays.map(digest));
  return digest(joined([new TextEncoder().encode(JSON.stringify(plain)), ...parts]));
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
  const column = growingNumbers(values.length);
  column.append(values);
  const narrow = column.finish();
  return { type: narrow.constructor.name, arrays: [narrow] };
}

const digest = async (bytes: ArrayBufferView): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
