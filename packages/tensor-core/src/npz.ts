import { zipSync } from "fflate";
import { compareCodePoints } from "./codePoints.js";
import { decodeNpy, encodeNpy } from "./npy.js";
import { FormatError, type StoredArray } from "./storedArray.js";
import { readZip } from "./zip.js";

export interface NpzOptions {
  /** Deflate the arrays, as `numpy.savez_compressed` does; default false, which stores them. */
  readonly compress?: boolean;
}

/** The earliest time that zip can hold: content alone decides the bytes. */
const noTime = new Date(1980, 0, 1);

/**
 * Encodes named arrays as .npz, a zip archive of .npy files, in the order of their names. The same arrays
 * give the same bytes, compressed or not, on every machine.
 *
 * @throws {RangeError} when an array's data, dtype and shape do not agree.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 * @example
 * ```ts
 * const bytes = encodeNpz({ y: { dtype: "int32", shape: [3], data: new Int32Array([2, 0, 1]) } });
 * decodeNpz(bytes).y.data; // Int32Array [2, 0, 1]
 * ```
 */
export function encodeNpz(
  arrays: Readonly<Record<string, StoredArray>>,
  { compress = false }: NpzOptions = {},
): Uint8Array {
  const names = Object.keys(arrays).sort(compareCodePoints);
  const files = names.map((name) => [`${name}.npy`, encodeNpy(arrays[name])] as const);
  return zipSync(Object.fromEntries(files), { level: compress ? 6 : 0, mtime: noTime });
}

/**
 * Decodes .npz bytes, stored or deflated, which may come from anywhere: sizes are validated before anything
 * is allocated, checksums after. The record has no prototype, so that a missing name is undefined.
 *
 * @throws {FormatError} when the archive is damaged, an entry is not a .npy file that `decodeNpy` accepts,
 * or an array is named `__proto__`.
 */
export function decodeNpz(bytes: Uint8Array): Record<string, StoredArray> {
  const arrays: Record<string, StoredArray> = Object.create(null);
  for (const [file, content] of readZip(bytes)) {
    const name = file.replace(/\.npy$/, "");
    if (name === file || name === "__proto__")
      throw new FormatError(`decodeNpz: the archive holds "${file}"; expected arrays named like "x.npy"`);
    arrays[name] = decodeEntry(file, content);
  }
  return arrays;
}

function decodeEntry(file: string, content: Uint8Array): StoredArray {
  try {
    return decodeNpy(content);
  } catch (cause) {
    throw new FormatError(`decodeNpz: "${file}": ${(cause as Error).message}`, { cause });
  }
}
