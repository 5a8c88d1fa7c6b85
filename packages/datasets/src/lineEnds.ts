const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Line ends among these bytes: LF, CRLF (one, not two) and CR. */
export function countLineEnds(bytes: Uint8Array): number {
  let count = 0;
  let previous = 0;
  for (const byte of bytes) {
    if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && previous !== CARRIAGE_RETURN)) count++;
    previous = byte;
  }
  return count;
}
