/**
 * Gives equal strings equal codes 0, 1, 2, …, straight from bytes, by open addressing. The bytes of every string
 * met are kept one after another, and decoded together when all have been met.
 */
export interface StringTable {
  /** The code of the text from byte `start` to before `end`, or −1 where that is not UTF-8. */
  code(text: DataView, start: number, end: number): number;
  /** Every string met, by its code. */
  strings(): string[];
}

export function stringTable(): StringTable {
  const ends: number[] = [];
  let kept = new DataView(new ArrayBuffer(1024));
  let hashes = new Int32Array(32);
  let slots = new Int32Array(64).fill(-1);

  const startOf = (code: number): number => (code === 0 ? 0 : ends[code - 1]);

  const findSlot = (hash: number, text: DataView, start: number, end: number): number => {
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = slots[slot];
      if (code === -1) return slot;
      const from = startOf(code);
      if (hashes[code] === hash && ends[code] - from === end - start && isSame(kept, from, text, start, end))
        return slot;
    }
  };

  const growSlots = () => {
    const larger = new Int32Array(slots.length * 2);
    larger.set(hashes);
    hashes = larger;
    slots = new Int32Array(slots.length * 4).fill(-1);
    const mask = slots.length - 1;
    for (let code = 0; code < ends.length; code++) {
      let slot = hashes[code] & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
  };

  const keep = (text: DataView, start: number, end: number): number => {
    const from = startOf(ends.length);
    const to = from + end - start;
    if (to > kept.byteLength) kept = larger(kept, to);
    copy(text, start, end, kept, from);
    return ends.push(to) - 1;
  };

  return {
    code(text, start, end) {
      const hash = hashOf(text, start, end);
      const slot = findSlot(hash, text, start, end);
      if (slots[slot] !== -1) return slots[slot];
      if (!isAscii(text, start, end) && !isUtf8(text, start, end)) return -1;
      const code = keep(text, start, end);
      hashes[code] = hash;
      slots[slot] = code;
      if (ends.length === hashes.length) growSlots();
      return code;
    },
    strings: () => decodeAll(kept, ends),
  };
}

function larger(kept: DataView, length: number): DataView<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(length, kept.byteLength * 2));
  bytes.set(new Uint8Array(kept.buffer));
  return new DataView(bytes.buffer);
}

/** FxHash, four bytes at a time, and a last shift that lets the high bits have a say in the low ones. */
function hashOf(text: DataView, start: number, end: number): number {
  let hash = end - start;
  let k = start;
  for (; k <= end - 4; k += 4)
    hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ text.getInt32(k, true), 0x9e3779b1);
  for (; k < end; k++) hash = Math.imul(((hash << 5) | (hash >>> 27)) ^ text.getUint8(k), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function isSame(a: DataView, aStart: number, b: DataView, bStart: number, bEnd: number): boolean {
  let i = aStart;
  let j = bStart;
  for (; j <= bEnd - 4; i += 4, j += 4) if (a.getInt32(i) !== b.getInt32(j)) return false;
  for (; j < bEnd; i++, j++) if (a.getUint8(i) !== b.getUint8(j)) return false;
  return true;
}

function copy(from: DataView, start: number, end: number, to: DataView, at: number): void {
  let i = start;
  let j = at;
  for (; i <= end - 4; i += 4, j += 4) to.setInt32(j, from.getInt32(i));
  for (; i < end; i++, j++) to.setUint8(j, from.getUint8(i));
}

function isAscii(text: DataView, start: number, end: number): boolean {
  let all = 0;
  let k = start;
  for (; k <= end - 4; k += 4) all |= text.getInt32(k);
  for (; k < end; k++) all |= text.getUint8(k);
  return (all & 0x80808080) === 0;
}

const strict = new TextDecoder("utf-8", { fatal: true });

function isUtf8({ buffer, byteOffset }: DataView, start: number, end: number): boolean {
  try {
    strict.decode(new Uint8Array(buffer, byteOffset + start, end - start));
    return true;
  } catch {
    return false;
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Strings that are decoded in one go where they are ASCII, to be cut apart. */
const AT_ONCE = 4096;

function decodeAll({ buffer }: DataView, ends: readonly number[]): string[] {
  const strings: string[] = [];
  for (let code = 0, start = 0; code < ends.length; ) {
    const next = Math.min(ends.length, code + AT_ONCE);
    const bytes = new Uint8Array(buffer, start, ends[next - 1] - start);
    const text = decoder.decode(bytes);
    const cut =
      text.length === bytes.length
        ? (from: number, to: number) => text.slice(from, to)
        : (from: number, to: number) => decoder.decode(bytes.subarray(from, to));
    for (let from = 0; code < next; code++) {
      const to = ends[code] - start;
      strings.push(cut(from, to));
      from = to;
    }
    start = ends[next - 1];
  }
  return strings;
}
