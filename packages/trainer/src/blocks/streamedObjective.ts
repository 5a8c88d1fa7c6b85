import {
  type LinearObjective,
  type Loss,
  type ObjectiveShape,
  objectiveOfSums,
  type Pass,
  passOver,
} from "@softmax/losses";
import type { Objective, ShuffledRows } from "@softmax/optim";
import type { Precision, RowRange } from "@softmax/tensor-core";
import type { BlockedPart } from "./blocks.js";
import { blockShuffle } from "./shuffledRows.js";
import type { Block, BlockPass, Tape } from "./tape.js";

/** All samples, or some in the order of a key. */
type Rows = Omit<ShuffledRows, "key"> & Partial<Pick<ShuffledRows, "key">>;

/**
 * The objective over training rows that are read block by block: `linearObjective`, whose sums are those on the tape. Any
 * of its functions throws `Wanted` where the tape ends.
 */
export function streamedObjective(
  tape: Tape,
  train: BlockedPart,
  precision: Precision,
  shape: ObjectiveShape,
): Omit<LinearObjective<Rows>, "batch" | "curvature"> & Required<Pick<Objective, "shuffledBatch">> {
  const pieces = blockShuffle(train);
  const rowsOf = ({ from, to, key }: Rows) => key && pieces({ from, to, key });
  const { nClasses, loss } = shape;
  const over = (block: Block) => passOver({ ...block, nClasses, loss });
  const all = { from: 0, to: shape.nSamples };
  const ask = (pass: Omit<BlockPass, "part" | "precision">) => tape.of({ part: "train", precision, ...pass });

  const pass: Pass<Rows> = {
    sum(params, rows, gradient) {
      const sums = ask({
        size: 1 + (gradient?.length ?? 0),
        rows: rowsOf(rows),
        into: gradientInto(params, shape, gradient !== undefined),
      });
      gradient?.set(sums.subarray(1));
      return sums[0];
    },
    ...(loss.hvp && {
      addHvp(params, direction, rows, out) {
        const into = (sums: Float64Array) => (block: Block) =>
          over(block).addHvp!(params, direction, rangeOf(block), sums);
        out.set(ask({ size: out.length, rows: rowsOf(rows), into }));
      },
    }),
  };
  const { batch, ...objective } = objectiveOfSums(pass, shape, all);
  return { ...objective, shuffledBatch: batch };
}

/** Adds a block's Σ w_i ℓ_i to the first of the sums and its gradient, where it is wanted, to the others. */
export const gradientInto =
  (params: Float64Array, { nClasses, loss }: { nClasses: number; loss: Loss }, withGradient = true) =>
  (sums: Float64Array) =>
  (block: Block, order?: Int32Array): void => {
    const pass = passOver({ ...block, nClasses, loss });
    sums[0] += pass.sum(params, rangeOf(block, order), withGradient ? sums.subarray(1) : undefined);
  };

const rangeOf = ({ kernel }: Block, order?: Int32Array): RowRange =>
  order ? { from: 0, to: order.length, order } : { from: 0, to: kernel.nRows };
