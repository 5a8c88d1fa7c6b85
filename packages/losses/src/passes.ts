import type { RowRange, Targets } from "@softmax/tensor-core";
import type { LinearObjectiveOptions } from "./linearObjective.js";

/** So many rows, whichever they are. */
export type Span = Pick<RowRange, "from" | "to">;

/** Sums over rows of X, before the mean and the penalty. */
export interface Pass<Rows extends Span = RowRange> {
  /** Returns Σ w_i ℓ_i and, where given, adds its gradient to `gradient`. */
  sum(params: Float64Array, rows: Rows, gradient?: Float64Array): number;
  /** Adds the Hessian of the same sum, times `direction`, to `out`. */
  addHvp?(params: Float64Array, direction: Float64Array, rows: Rows, out: Float64Array): void;
}

/** What the passes of a linear objective need. */
export type PassOptions = Pick<
  LinearObjectiveOptions,
  "kernel" | "targets" | "nClasses" | "loss" | "weights"
>;

/**
 * The sums that a linear objective is made of, over rows that are bound to a kernel: by one fused pass where the kernel
 * has the loss, else a few hundred rows at a time. Whoever holds all rows takes `linearObjective`; whoever meets them block
 * by block adds up the sums of the blocks, and makes the objective of them by `objectiveOfSums`.
 *
 * @example
 * const kernel = referenceKernels.linear(denseFeatures(Float64Array.of(-1, 0, 1), 3, 1), "float64");
 * const pass = passOver({ kernel, targets: Int32Array.of(0, 1, 1), nClasses: 2, loss: crossEntropyLoss() });
 * pass.sum(new Float64Array(4), { from: 0, to: 3 }); // 2.07944154, 3 ln 2
 */
export const passOver = (options: PassOptions): Pass =>
  options.loss.fused ? fusedPass(options) : blockwisePass(options);

/** Rows whose logits are held at a time, few enough that X is still in the cache when it is read again. */
const blockRows = 256;

/** Softmax cross-entropy inside the kernel, X read once. */
function fusedPass(options: PassOptions): Pass {
  const { kernel, targets, weights } = options;
  const blockwise = blockwisePass(options);
  return {
    sum: (params, rows, gradient) =>
      gradient ? kernel.crossEntropy(params, targets, weights, rows, gradient) : blockwise.sum(params, rows),
    addHvp: (params, direction, rows, out) => kernel.crossEntropyHvp(params, weights, direction, rows, out),
  };
}

/** Any loss: the logits of a block of rows, the loss of those, and its gradient in them back through X. */
function blockwisePass({ kernel, targets, nClasses: C, loss, weights }: PassOptions): Pass {
  const values = new Float64Array(blockRows);
  const [Z, U, R] = [0, 1, 2].map(() => new Float64Array(blockRows * C));
  const takeTargets = targetTaker(targets, C);
  const { hvp } = loss;

  const sum: Pass["sum"] = (params, rows, gradient) => {
    let total = 0;
    for (const block of blocksOf(rows)) {
      const cells = (block.to - block.from) * C;
      const [z, r] = [Z.subarray(0, cells), R.subarray(0, cells)];
      kernel.logits(params, block, z);
      loss.evaluate(z, takeTargets(block), C, values, gradient && r);
      total += weightedSum(values, weights, block);
      if (!gradient) continue;
      scaleRows(r, weights, block, C);
      kernel.accumulate(r, block, gradient);
    }
    return total;
  };
  if (!hvp) return { sum };

  return {
    sum,
    addHvp: (params, direction, rows, out) => {
      for (const block of blocksOf(rows)) {
        const cells = (block.to - block.from) * C;
        const [z, u, r] = [Z.subarray(0, cells), U.subarray(0, cells), R.subarray(0, cells)];
        kernel.logits(params, block, z);
        kernel.logits(direction, block, u);
        hvp(z, takeTargets(block), C, u, r);
        scaleRows(r, weights, block, C);
        kernel.accumulate(r, block, out);
      }
    },
  };
}

/** The range, a few rows at a time. */
function* blocksOf({ from, to, order }: RowRange): Generator<RowRange> {
  for (let start = from; start < to; start += blockRows)
    yield { from: start, to: Math.min(start + blockRows, to), order };
}

/** The targets of a block's rows, in the block's order. */
function targetTaker(targets: Targets, C: number): (block: RowRange) => Targets {
  const width = targets instanceof Int32Array ? 1 : C;
  const Values = targets.constructor as new (length: number) => Targets;
  const taken = new Values(blockRows * width);
  return ({ from, to, order }) => {
    if (!order) return targets.subarray(from * width, to * width);
    for (let k = from; k < to; k++)
      for (let c = 0; c < width; c++) taken[(k - from) * width + c] = targets[order[k] * width + c];
    return taken;
  };
}

function weightedSum(values: Float64Array, weights: Float64Array | undefined, block: RowRange): number {
  const { from, to, order } = block;
  let sum = 0;
  for (let k = from; k < to; k++)
    sum += weights ? weights[order ? order[k] : k] * values[k - from] : values[k - from];
  return sum;
}

function scaleRows(r: Float64Array, weights: Float64Array | undefined, block: RowRange, C: number): void {
  if (!weights) return;
  const { from, to, order } = block;
  for (let k = from; k < to; k++)
    for (let c = 0; c < C; c++) r[(k - from) * C + c] *= weights[order ? order[k] : k];
}
