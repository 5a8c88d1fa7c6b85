import {
  arrayOverBytes,
  bytesOfArray,
  elementBytes,
  FormatError,
  type StoredArray,
  type StoredDtype,
  shapeSize,
} from "./storedArray.js";

/** NumPy's type strings; every one is little-endian. */
const codes = {
  bool: "|b1",
  uint8: "|u1",
  int8: "|i1",
  uint16: "<u2",
  int16: "<i2",
  uint32: "<u4",
  int32: "<i4",
  uint64: "<u8",
  int64: "<i8",
  float32: "<f4",
  float64: "<f8",
} as const satisfies Record<StoredDtype, string>;

const dtypeOfCode = new Map<string, StoredDtype>(
  (Object.keys(codes) as StoredDtype[]).map((dtype) => [codes[dtype], dtype]),
);

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** NumPy itself goes no further. */
const maxAxes = 64;

/**
 * Encodes an array as .npy, version 1.0, row-major: the bytes that `numpy.save` writes.
 *
 * @throws {RangeError} when data, dtype and shape do not agree, or there are more than 64 axes.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @example
 * ```ts
 * const bytes = encodeNpy({ dtype: "float32", shape: [2, 1], data: new Float32Array([0.5, 7]) });
 * decodeNpy(bytes).shape; // [2, 1]
 * ```
 */
export function encodeNpy(array: StoredArray): Uint8Array {
  const data = bytesOfArray(array, "encodeNpy");
  if (array.shape.length > maxAxes)
    throw new RangeError(`encodeNpy: the array has ${array.shape.length} axes; expected at most ${maxAxes}`);
  const header = new TextEncoder().encode(headerText(array));
  const bytes = new Uint8Array(10 + header.length + data.length);
  bytes.set([...magic, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(header, 10);
  bytes.set(data, 10 + header.length);
  return bytes;
}

/** NumPy leaves room for a first extent of 21 digits, then ends the header at a multiple of 64 bytes. */
function headerText({ dtype, shape }: StoredArray): string {
  const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const text = `{'descr': '${codes[dtype]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const spare = shape.length > 0 ? 21 - String(shape[0]).length : 0;
  const used = 10 + text.length + spare + 1;
  return `${text}${" ".repeat(spare + 64 - (used % 64))}\n`;
}

/**
 * Decodes .npy bytes of version 1.0, 2.0 or 3.0, which may come from anywhere: the header is validated before
 * anything is allocated. Column-major arrays become row-major.
 *
 * No copy is made where none is needed: `data` is a view of `bytes`, so that a file of gigabytes takes its memory once,
 * unless `bytes` begin at an odd place of their buffer or the array is column-major. Who goes on writing to `bytes`
 * takes `data.slice()`.
 *
 * @throws {FormatError} when the bytes are not .npy, are cut off or too many, or hold elements without a
 * typed array: big-endian, 16-bit floats, complex, strings, records, Python objects.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function decodeNpy(bytes: Uint8Array): StoredArray {
  const { dtype, columnMajor, shape, size, dataStart } = npyHeader(bytes);
  const [found, expected] = [bytes.length - dataStart, size * elementBytes(dtype)];
  if (found !== expected)
    fail(
      `${found} bytes follow the header, which ends at byte ${dataStart}; ` +
        `${dtype} [${shape.join(", ")}] needs ${expected}`,
    );
  const array = arrayOverBytes(dtype, shape, bytes.subarray(dataStart), "decodeNpy");
  return columnMajor ? toRowMajor(array) : array;
}

/** What the header of .npy bytes says: elements follow from byte `dataStart` on. */
export interface NpyHeader {
  readonly dtype: StoredDtype;
  readonly columnMajor: boolean;
  readonly shape: readonly number[];
  /** The product of the shape. */
  readonly size: number;
  readonly dataStart: number;
}

/**
 * The header of a .npy file that begins with these bytes, for reading it in pieces.
 *
 * @throws {FormatError} as `decodeNpy`, and where the header does not end within them.
 * @example
 * npyHeader(encodeNpy({ dtype: "uint8", shape: [2], data: Uint8Array.of(1, 2) })).shape; // [2]
 */
export function npyHeader(bytes: Uint8Array): NpyHeader {
  const { text, dataStart } = readHeader(bytes);
  return { ...parseHeader(text), dataStart };
}

function readHeader(bytes: Uint8Array): { text: string; dataStart: number } {
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte))
    fail(`the file has ${bytes.length} bytes and does not begin with "\\x93NUMPY"; expected a .npy file`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) fail(`byte 6 is ${version}; expected version 1, 2 or 3`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > bytes.length - start)
    fail(`byte 8 says that the header has ${length} bytes but only ${bytes.length - start} follow`);
  const text = new TextDecoder().decode(bytes.subarray(start, start + length));
  return { text, dataStart: start + length };
}

const headerPattern =
  /^\{\s*'descr':\s*('[^']*'|[[(].*?)\s*,\s*'fortran_order':\s*(True|False)\s*,\s*'shape':\s*\(((?:\s*\d+\s*,)*\s*\d*)\s*\)\s*,?\s*\}\s*$/s;

function parseHeader(text: string): {
  dtype: StoredDtype;
  columnMajor: boolean;
  shape: number[];
  size: number;
} {
  const match = headerPattern.exec(text);
  if (!match)
    fail(`the header is ${show(text)}; expected {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`);
  const [, descr, order, extents] = match;
  const dtype = dtypeOfCode.get(descr.slice(1, -1));
  if (!dtype)
    fail(
      `the elements are ${show(descr)}; expected one of ${Object.values(codes).join(", ")} ` +
        '(convert before saving, for example with x.astype("<f4"))',
    );
  const shape = (extents.match(/\d+/g) ?? []).map(Number);
  const size = shapeSize(shape);
  if (size === null) fail(`the shape is (${show(extents)}), more elements than can be counted`);
  return { dtype, columnMajor: order === "True", shape, size };
}

/** Element (i₀, i₁, …) moves from Σ iₖ·∏_{j<k} shape[j] to Σ iₖ·∏_{j>k} shape[j]. */
function toRowMajor(array: StoredArray): StoredArray {
  const { shape } = array;
  const source = array.data as Float64Array;
  const data = source.slice();
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, n) => product * n, 1));
  const index = shape.map(() => 0);
  for (let to = 0, from = 0; to < data.length; to++) {
    data[to] = source[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return { ...array, data } as StoredArray;
}

function show(text: string): string {
  const line = text.trimEnd();
  return line.length > 90 ? `${line.slice(0, 90)}…` : line;
}

function fail(sentence: string): never {
  throw new FormatError(`decodeNpy: ${sentence}`);
}
