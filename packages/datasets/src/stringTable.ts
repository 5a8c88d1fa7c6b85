/**
 * Gives equal strings equal codes 0, 1, 2, …, straight from bytes: a string is decoded only when it is met
 * for the first time. Open addressing over FNV-1a hashes (Fowler, Noll and Vo).
 */
export interface StringTable {
  /**
   * The code of the text at `bytes[start … end − 1]`, or −1 where that is not UTF-8; in `escaped` text a
   * doubled quote stands for one.
   */
  code(start: number, end: number, escaped: boolean): number;
  /** Every string met, by its code. */
  readonly strings: readonly string[];
}

export function stringTable(bytes: Uint8Array): StringTable {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const strings: string[] = [];
  const codeOf = new Map<string, number>();
  let slots = new Int32Array(64).fill(-1);
  let entries: { hash: number; start: number; end: number; escaped: boolean; code: number }[] = [];

  const findSlot = (hash: number, start: number, end: number, escaped: boolean): number => {
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      if (slots[slot] === -1) return slot;
      const entry = entries[slots[slot]];
      if (
        entry.hash === hash &&
        entry.escaped === escaped &&
        sameBytes(bytes, entry.start, entry.end, start, end)
      )
        return slot;
    }
  };

  const grow = () => {
    slots = new Int32Array(slots.length * 4).fill(-1);
    const known = entries;
    entries = [];
    for (const entry of known) {
      slots[findSlot(entry.hash, entry.start, entry.end, entry.escaped)] = entries.length;
      entries.push(entry);
    }
  };

  const decode = (start: number, end: number, escaped: boolean): number => {
    const raw = decoded(decoder, bytes.subarray(start, end));
    if (raw === undefined) return -1;
    const text = escaped ? raw.replaceAll('""', '"') : raw;
    const known = codeOf.get(text);
    if (known !== undefined) return known;
    codeOf.set(text, strings.length);
    return strings.push(text) - 1;
  };

  return {
    strings,
    code(start, end, escaped) {
      const hash = hashBytes(bytes, start, end);
      const slot = findSlot(hash, start, end, escaped);
      if (slots[slot] !== -1) return entries[slots[slot]].code;
      const code = decode(start, end, escaped);
      if (code === -1) return -1;
      slots[slot] = entries.push({ hash, start, end, escaped, code }) - 1;
      if (entries.length * 2 > slots.length) grow();
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

function sameBytes(bytes: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean {
  if (aEnd - a !== bEnd - b) return false;
  for (; a < aEnd; a++, b++) if (bytes[a] !== bytes[b]) return false;
  return true;
}
