import { type BlockLayout, type BlockSize, blockBytes, decodeBlock } from "./blocks.js";
import type { Features } from "./features.js";
import type { LinearKernel, Precision } from "./kernels.js";

/**
 * Kernel memory for one block of rows at a time, into which its bytes are read straight from wherever they are. With two
 * of them, one block is read while the threads compute on the other.
 */
export interface Slot {
  /** The place of a block's bytes, all `blockBytes` of them; a new view each time, since memory may have grown. */
  place(size: BlockSize): Uint8Array;
  /**
   * The kernel of the rows that were put there, in either precision; it throws from the next `place` on.
   *
   * @throws RangeError where CSR columns or row starts are not within the block
   */
  bind(size: BlockSize, precision: Precision): LinearKernel;
}

/** A slot for kernels that bind rows from plain memory. */
export function slotInMemory(
  layout: BlockLayout,
  room: BlockSize,
  linear: (features: Features, precision: Precision) => LinearKernel,
): Slot {
  const bytes = new Uint8Array(blockBytes(layout, room));
  const succession = successive();
  const placeOf = (size: BlockSize) => {
    refuseLarger(layout, size, room);
    return bytes.subarray(0, blockBytes(layout, size));
  };
  return {
    place(size) {
      const place = placeOf(size);
      succession.next();
      return place;
    },
    bind: (size, precision) => succession.now(linear(decodeBlock(layout, placeOf(size), size), precision)),
  };
}

/** Kernels that throw as soon as there are other rows in their place. */
export function successive() {
  let current = 0;
  return {
    next(): void {
      current++;
    },
    now(kernel: LinearKernel): LinearKernel {
      const own = current;
      const guard =
        <A extends unknown[], R>(pass: (...args: A) => R) =>
        (...args: A): R => {
          if (current !== own) throw new Error("slot: there are other rows in the place of this kernel");
          return pass(...args);
        };
      const { nRows, nColumns, logits, probabilities, accumulate, crossEntropy, crossEntropyHvp } = kernel;
      return {
        nRows,
        nColumns,
        logits: guard(logits),
        probabilities: guard(probabilities),
        accumulate: guard(accumulate),
        crossEntropy: guard(crossEntropy),
        crossEntropyHvp: guard(crossEntropyHvp),
        gram: guard(kernel.gram),
        gramDiagonal: guard(kernel.gramDiagonal),
      };
    },
  };
}

export function refuseLarger(layout: BlockLayout, size: BlockSize, room: BlockSize): void {
  const [found, most] = [blockBytes(layout, size), blockBytes(layout, room)];
  if (size.nRows > room.nRows || found > most)
    throw new RangeError(
      `slot: a block of ${size.nRows} rows, ${found} bytes, but there is room for ${room.nRows} rows, ${most} bytes`,
    );
}
