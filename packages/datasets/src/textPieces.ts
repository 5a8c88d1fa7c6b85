import { DataError } from "./dataset.js";

/** Takes what it can from the beginning of the text and returns where it stopped. */
export type TakeText = (text: Uint8Array, last: boolean, position: number) => number;

export interface TextPieces {
  push(bytes: Uint8Array): void;
  /** Hands over what is left, as the last of the text. */
  end(): void;
}

/** Bytes to wait for at first: enough to sniff a format from. */
const HEAD_BYTES = 2 ** 22;
/** Bytes that `take` may leave: a line of more cannot be made a string by every engine. */
const LONGEST = 2 ** 28;

/**
 * Text that is pushed in pieces of any length, as UTF-8 without a byte order mark, handed to `take` with its
 * position. What `take` leaves comes again with what follows: at least as much, so that a text of which nothing
 * can be taken before its end is not looked at for every piece. Of a piece nothing is needed once it was pushed.
 *
 * @param longest bytes that `take` may leave
 * @throws DataError for compressed bytes, and where more is left
 */
export function textPieces(name: string, take: TakeText, longest = LONGEST): TextPieces {
  let kept = new Uint8Array(0);
  let length = 0;
  let wanted = HEAD_BYTES;
  let position = 0;
  let recode: ((bytes: Uint8Array) => Uint8Array) | undefined;

  const makeRoom = (needed: number) => {
    if (needed <= kept.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(kept.subarray(0, length));
    kept = larger;
  };

  const handOver = (bytes: Uint8Array, last: boolean) => {
    let text = bytes;
    if (!recode) {
      recode = recoderOf(bytes, name);
      text = recode(bytes);
    }
    const taken = take(text, last, position);
    position += taken;
    makeRoom(text.length - taken);
    kept.set(text.subarray(taken));
    length = text.length - taken;
    if (length > longest)
      throw new DataError(
        `${name}, byte ${position}: a line of more than ${longest} bytes begins here; expected a shorter one, with its quotes closed`,
      );
    wanted = Math.max(1, 2 * length);
  };

  return {
    push(bytes) {
      const piece = recode ? recode(bytes) : bytes;
      if (length === 0 && piece.length >= wanted) return handOver(piece, false);
      makeRoom(length + piece.length);
      kept.set(piece, length);
      length += piece.length;
      if (length >= wanted) handOver(kept.subarray(0, length), false);
    },
    end: () => handOver(kept.subarray(0, length), true),
  };
}

/**
 * A whole text as UTF-8 without a byte order mark.
 *
 * @throws DataError for compressed bytes
 */
export const plainText = (bytes: Uint8Array, name: string): Uint8Array => recoderOf(bytes, name)(bytes);

/** What makes UTF-8 of the pieces of a text that begins so; its byte order mark is left out. */
function recoderOf([a, b, c]: Uint8Array, name: string): (bytes: Uint8Array) => Uint8Array {
  if (a === 0x1f && b === 0x8b)
    throw new DataError(`${name}: gzip-compressed bytes; expected text (decompress it first)`);
  let atStart = true;
  if (a === 0xef && b === 0xbb && c === 0xbf)
    return (bytes) => {
      const text = atStart ? bytes.subarray(3) : bytes;
      atStart = false;
      return text;
    };
  const utf16 = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : undefined;
  if (!utf16) return (bytes) => bytes;
  const decoder = new TextDecoder(utf16);
  return (bytes) => new TextEncoder().encode(decoder.decode(bytes, { stream: true }));
}
