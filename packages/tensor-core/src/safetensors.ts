import { compareCodePoints } from "./codePoints.js";
import {
  arrayFromBytes,
  bytesOfArray,
  elementBytes,
  FormatError,
  type StoredArray,
  type StoredDtype,
  shapeSize,
} from "./storedArray.js";

/** What a .safetensors file holds: arrays and strings, each under a name. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, StoredArray>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Widest elements first, so that every array starts at a multiple of its element's size. */
const codes = {
  uint64: "U64",
  int64: "I64",
  float64: "F64",
  float32: "F32",
  uint32: "U32",
  int32: "I32",
  uint16: "U16",
  int16: "I16",
  int8: "I8",
  uint8: "U8",
  bool: "BOOL",
} as const satisfies Record<StoredDtype, string>;

const widestFirst = Object.keys(codes) as StoredDtype[];
const dtypeOfCode = new Map<unknown, StoredDtype>(widestFirst.map((dtype) => [codes[dtype], dtype]));

/** The reference implementation's limit: a longer header is an attack, not a model. */
const maxHeaderBytes = 100_000_000;

/**
 * Encodes named arrays and strings as .safetensors: a length (8 bytes, little-endian), that many bytes of
 * JSON, then the arrays' bytes with neither gaps nor overlaps.
 *
 * The same content gives the same bytes whatever the order of its keys: arrays are laid out by element
 * type, widest first, then by name; metadata by name. The Python package writes the same bytes.
 *
 * @throws {RangeError} when an array's data, dtype and shape do not agree, a metadata value is not a
 * string, or a name is reserved (`__metadata__`, `__proto__`).
 * @see https://huggingface.co/docs/safetensors/index#format
 * @example
 * ```ts
 * const bytes = encodeSafetensors({
 *   tensors: { bias: { dtype: "float64", shape: [2], data: new Float64Array([0.5, -0.5]) } },
 *   metadata: { made: "by hand" },
 * });
 * decodeSafetensors(bytes).tensors.bias.data; // Float64Array [0.5, -0.5]
 * ```
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const entries = Object.entries(tensors).sort(byLayout);
  const parts = entries.map(([name, array]) => {
    if (isReserved(name)) throw new RangeError(`encodeSafetensors: a tensor cannot be named "${name}"`);
    return bytesOfArray(array, `encodeSafetensors: tensor "${name}"`);
  });
  const header = encodeHeader(entries, parts, metadata);
  const bytes = new Uint8Array(8 + header.length + parts.reduce((sum, part) => sum + part.length, 0));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function encodeHeader(
  entries: readonly [string, StoredArray][],
  parts: readonly Uint8Array[],
  metadata: Safetensors["metadata"],
): Uint8Array {
  const fields: string[] = [];
  if (metadata) fields.push(`"__metadata__":${encodeMetadata(metadata)}`);
  let end = 0;
  entries.forEach(([name, { dtype, shape }], i) => {
    const data_offsets = [end, (end += parts[i].length)];
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: codes[dtype], shape, data_offsets })}`);
  });
  const json = new TextEncoder().encode(`{${fields.join(",")}}`);
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  return padded;
}

function encodeMetadata(metadata: Readonly<Record<string, string>>): string {
  const fields = Object.entries(metadata).sort(([a], [b]) => compareCodePoints(a, b));
  for (const [name, value] of fields) {
    if (name === "__proto__") throw new RangeError(`encodeSafetensors: metadata cannot be named "${name}"`);
    if (typeof value !== "string")
      throw new RangeError(`encodeSafetensors: metadata "${name}" is a ${typeof value}; expected a string`);
  }
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
}

function byLayout([nameA, a]: [string, StoredArray], [nameB, b]: [string, StoredArray]): number {
  return widestFirst.indexOf(a.dtype) - widestFirst.indexOf(b.dtype) || compareCodePoints(nameA, nameB);
}

function isReserved(name: string): boolean {
  return name === "__metadata__" || name === "__proto__";
}

/** One array of the header: its bytes are [begin, end) of the part after the header. */
interface Entry {
  readonly name: string;
  readonly dtype: StoredDtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Decodes .safetensors bytes, which may come from anywhere: everything is validated before any array is
 * allocated. The arrays own their memory; the records have no prototype, so that a missing name is undefined.
 *
 * @throws {FormatError} when the bytes are not valid: a header that is cut off, too long, not JSON or with a
 * key twice; an element type outside `StoredDtype` (16-bit and smaller floats have no typed array); a size
 * that does not match dtype and shape; arrays that overlap, leave a gap or do not fill the file.
 * @see https://huggingface.co/docs/safetensors/index#format
 */
export function decodeSafetensors(bytes: Uint8Array): Required<Safetensors> {
  const { header, dataStart } = decodeHeader(bytes);
  const tensors: Record<string, StoredArray> = Object.create(null);
  const metadata = parseMetadata(header.__metadata__);
  const entries = Object.entries(header).filter(([name]) => name !== "__metadata__");
  const parsed = entries.map(([name, value]) => parseEntry(name, value));
  refuseGaps(parsed, bytes.length - dataStart);
  for (const { name, dtype, shape, begin, end } of parsed)
    tensors[name] = arrayFromBytes(
      dtype,
      shape,
      bytes.subarray(dataStart + begin, dataStart + end),
      `decodeSafetensors: tensor "${name}"`,
    );
  return { tensors, metadata };
}

function decodeHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.length < 8)
    fail(`the file has ${bytes.length} bytes; expected at least the 8 of the header's length`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(Math.min(bytes.length - 8, maxHeaderBytes)))
    fail(
      `bytes 0–7 say that the header has ${length} bytes; ` +
        `expected at most ${Math.min(bytes.length - 8, maxHeaderBytes)} (the file has ${bytes.length})`,
    );
  const dataStart = 8 + Number(length);
  return { header: parseHeader(bytes.subarray(8, dataStart)), dataStart };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b)
    fail(`byte 8 is ${bytes[0] ?? "missing"}; expected 123, the "{" that opens the header`);
  let text: string;
  let header: Record<string, unknown>;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(
      `decodeSafetensors: the header in bytes 8–${7 + bytes.length} is not JSON in UTF-8: ${(cause as Error).message}`,
      { cause },
    );
  }
  refuseRepeatedKeys(text);
  return header;
}

/** JSON.parse keeps the last of two equal keys, another reader the first; `text` is known to be JSON. */
function refuseRepeatedKeys(text: string): void {
  const open: Set<string>[] = [];
  for (const { 0: token, 1: quoted, index } of text.matchAll(
    /("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g,
  )) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (quoted) {
      const [key, keys] = [JSON.parse(quoted) as string, open.at(-1)!];
      if (keys.has(key) || key === "__proto__")
        fail(
          `the header has the key "${key}" ${keys.has(key) ? "twice" : "(refused)"} at character ${index}`,
        );
      keys.add(key);
    }
  }
}

function parseMetadata(value: unknown = {}): Record<string, string> {
  if (!isRecord(value)) fail(`"__metadata__" is ${show(value)}; expected an object of strings`);
  for (const [name, text] of Object.entries(value))
    if (typeof text !== "string") fail(`metadata "${name}" is ${show(text)}; expected a string`);
  return Object.assign(Object.create(null), value);
}

function parseEntry(name: string, value: unknown): Entry {
  if (!isRecord(value)) fail(`tensor "${name}" is ${show(value)}; expected {dtype, shape, data_offsets}`);
  const dtype = dtypeOfCode.get(value.dtype);
  if (!dtype)
    fail(
      `tensor "${name}" has dtype ${show(value.dtype)}; expected one of ${Object.values(codes).join(", ")}`,
    );
  const { shape, data_offsets: offsets } = value;
  const size = Array.isArray(shape) ? shapeSize(shape) : null;
  if (size === null) fail(`tensor "${name}" has shape ${show(shape)}; expected whole numbers ≥ 0`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || shapeSize(offsets) === null)
    fail(`tensor "${name}" has data_offsets ${show(offsets)}; expected two whole numbers ≥ 0`);
  const [begin, end] = offsets;
  if (end - begin !== size * elementBytes(dtype))
    fail(
      `tensor "${name}" has data_offsets ${show(offsets)}, ${end - begin} bytes; ` +
        `${value.dtype} ${show(shape)} needs ${size * elementBytes(dtype)}`,
    );
  return { name, dtype, shape: shape as number[], begin, end };
}

function refuseGaps(entries: readonly Entry[], dataBytes: number): void {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at)
      fail(`tensor "${name}" begins at data byte ${begin}; expected ${at}, where the one before it ends`);
    at = end;
  }
  if (at !== dataBytes)
    fail(`the tensors end at data byte ${at} but the file has ${dataBytes} bytes of data`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function fail(sentence: string): never {
  throw new FormatError(`decodeSafetensors: ${sentence}`);
}
