/**
 * Gives equal strings equal codes 0, 1, 2, …, straight from bytes: a string is decoded only when it is met
 * for the first time. Open addressing over FNV-1a hashes (Fowler, Noll and Vo); the bytes of every string met
 * are kept one after another, so that those that are read from may go.
 */
export interface StringTable {
  /** The code of the text at `bytes[start … end − 1]`, or −1 where that is not UTF-8. */
  code(bytes: Uint8Array, start: number, end: number): number;
  /** Every string met, by its code. */
  readonly strings: readonly string[];
}

export function stringTable(): StringTable {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const strings: string[] = [];
  const ends: number[] = [];
  let kept = new Uint8Array(1024);
  let hashes = new Int32Array(32);
  let slots = new Int32Array(64).fill(-1);

  const startOf = (code: number): number => (code === 0 ? 0 : ends[code - 1]);

  const findSlot = (hash: number, bytes: Uint8Array, start: number, end: number): number => {
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = slots[slot];
      if (code === -1) return slot;
      if (hashes[code] === hash && sameBytes(kept, startOf(code), ends[code], bytes, start, end)) return slot;
    }
  };

  const grow = () => {
    const larger = new Int32Array(slots.length * 2);
    larger.set(hashes);
    hashes = larger;
    slots = new Int32Array(slots.length * 4).fill(-1);
    const mask = slots.length - 1;
    for (let code = 0; code < strings.length; code++) {
      let slot = hashes[code] & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
  };

  const keep = (bytes: Uint8Array) => {
    const from = startOf(ends.length);
    const end = from + bytes.length;
    if (end > kept.length) {
      const larger = new Uint8Array(Math.max(end, kept.length * 2));
      larger.set(kept.subarray(0, from));
      kept = larger;
    }
    kept.set(bytes, from);
    ends.push(end);
  };

  return {
    strings,
    code(bytes, start, end) {
      const hash = hashBytes(bytes, start, end);
      const slot = findSlot(hash, bytes, start, end);
      if (slots[slot] !== -1) return slots[slot];
      const text = decoded(decoder, bytes.subarray(start, end));
      if (text === undefined) return -1;
      const code = strings.push(text) - 1;
      keep(bytes.subarray(start, end));
      hashes[code] = hash;
      slots[slot] = code;
      if (strings.length === hashes.length) grow();
      return code;
    },
  };
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let k = start; k < end; k++) hash = Math.imul(hash ^ bytes[k], 0x01000193);
  return hash ^ (hash >>> 15);
}

function sameBytes(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): boolean {
  if (aEnd - aStart !== bEnd - bStart) return false;
  for (let i = aStart, j = bStart; i < aEnd; i++, j++) if (a[i] !== b[j]) return false;
  return true;
}
