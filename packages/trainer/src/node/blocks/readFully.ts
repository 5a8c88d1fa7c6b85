import type { FileHandle } from "node:fs/promises";
import { FormatError } from "@softmax/tensor-core";

/**
 * Fills `place` with the bytes of the file from `at` on and returns it.
 *
 * @throws FormatError where the file ends before
 */
export async function readFully<A extends Uint8Array>(file: FileHandle, place: A, at: number): Promise<A> {
  for (let filled = 0; filled < place.length; ) {
    const { bytesRead } = await file.read(place, filled, place.length - filled, at + filled);
    if (bytesRead === 0)
      throw new FormatError(
        `blocks: the file ends at byte ${at + filled}; expected ${place.length} bytes from ${at} on`,
      );
    filled += bytesRead;
  }
  return place;
}
