import { joinBytes } from "../../joinBytes.js";

/** Takes as many bytes as are asked for from pieces of any length. */
export interface ByteReader {
  /** The next n bytes, fewer at the end only. */
  take(n: number): Promise<Uint8Array>;
  /** How many were taken so far. */
  readonly position: number;
  /** Passes over all that is left, and says how many bytes there were in all. */
  toEnd(): Promise<number>;
}

/** Reads from the pieces, and lets go of them when `read` has ended, however. */
export async function readBytes<T>(
  pieces: AsyncGenerator<Uint8Array>,
  read: (reader: ByteReader) => Promise<T>,
): Promise<T> {
  try {
    return await read(byteReader(pieces));
  } finally {
    await pieces.return(undefined);
  }
}

function byteReader(pieces: AsyncGenerator<Uint8Array>): ByteReader {
  let rest = new Uint8Array(0);
  let position = 0;

  /** The next piece, unless some is left of the last one; none at the end. */
  const more = async (): Promise<boolean> => {
    if (rest.length > 0) return true;
    const { value, done } = await pieces.next();
    if (done) return false;
    rest = value as Uint8Array<ArrayBuffer>;
    return true;
  };

  const step = (n: number): Uint8Array => {
    const some = rest.slice(0, n);
    rest = rest.subarray(some.length);
    position += some.length;
    return some;
  };

  return {
    async take(n) {
      const parts: Uint8Array[] = [];
      for (let left = n; left > 0 && (await more()); left -= parts.at(-1)!.length) parts.push(step(left));
      return parts.length === 1 ? parts[0] : joinBytes(parts);
    },
    get position() {
      return position;
    },
    async toEnd() {
      while (await more()) {
        position += rest.length;
        rest = new Uint8Array(0);
      }
      return position;
    },
  };
}
