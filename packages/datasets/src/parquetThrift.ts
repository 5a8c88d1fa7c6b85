/** Types of the compact protocol. */
const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I16 = 4;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** Structs within structs; Parquet's own go to about ten. */
const DEEPEST = 64;

/**
 * Where the struct that begins at `from` ends. A reader may then make lists and strings as long as the struct says: none is
 * longer than what is there.
 *
 * @param origin where the bytes begin in the file, for errors
 * @throws RangeError that names the byte where a length, a type or the end is wrong
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function thriftEnd(bytes: Uint8Array, from: number, origin = 0): number {
  let at = from;

  const byte = (): number => {
    if (at >= bytes.length) throw new RangeError(`byte ${origin + at} is missing`);
    return bytes[at++];
  };
  const varint = (): number => {
    const start = at;
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const next = byte();
      value += (next & 127) * scale;
      if (next < 128) return value;
      if (at - start >= 10) throw new RangeError(`byte ${origin + start}: a number of more than ten bytes`);
    }
  };
  const skip = (count: number): void => {
    if (count > bytes.length - at)
      throw new RangeError(
        `byte ${origin + at}: ${count} bytes or elements; expected at most the ${bytes.length - at} left`,
      );
    at += count;
  };
  const list = (depth: number): void => {
    const head = byte();
    const [type, short] = [head & 15, head >> 4];
    const size = short === 15 ? varint() : short;
    if (size > bytes.length - at) skip(size);
    for (let k = 0; k < size; k++) element(type === TRUE || type === FALSE ? BYTE : type, depth);
  };
  const element = (type: number, depth: number): void => {
    if (type === BYTE) skip(1);
    else if (type >= I16 && type <= I64) varint();
    else if (type === DOUBLE) skip(8);
    else if (type === BINARY) skip(varint());
    else if (type === LIST) list(depth + 1);
    else if (type === STRUCT) struct(depth + 1);
    else if (type !== TRUE && type !== FALSE) throw new RangeError(`byte ${origin + at - 1}: type ${type}`);
  };
  const struct = (depth: number): void => {
    if (depth > DEEPEST) throw new RangeError(`byte ${origin + at}: ${DEEPEST} structs within each other`);
    for (let head = byte(); (head & 15) !== STOP; head = byte()) {
      if (head >> 4 === 0) varint();
      element(head & 15, depth);
    }
  };

  struct(0);
  return at;
}
