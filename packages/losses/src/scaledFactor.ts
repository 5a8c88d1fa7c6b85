import { type Kernels, NotPositiveDefiniteError, shiftedCholesky } from "@softmax/tensor-core";

/** rows ← A⁻¹ rows, in place, for rows [k, side]. */
export type ScaledFactor = (rows: Float64Array) => void;

/** Added to the unit diagonal of the scaled matrix: what a sample of rows cannot tell from zero anyway. */
const DAMPING = 1e-6;

/**
 * Inverts a positive semidefinite matrix A [side, side] as S (S A S + δI)⁻¹ S with S = diag(A)^(−½): with a unit
 * diagonal before it is factored, so that δ means the same for features of every scale, and single precision
 * suffices. δ = 1e-6, or as much more as rounding asks for; duplicated and constant columns need no other care. A
 * zero on the diagonal (a feature that the sampled rows lack) becomes the mean of the others.
 *
 * `undefined` where A is zero or not finite. Overwrites A.
 */
export function scaledFactor(
  kernels: Pick<Kernels, "cholesky">,
  A: Float64Array,
  side: number,
): ScaledFactor | undefined {
  const scale = inverseRoots(A, side);
  if (!scale) return undefined;
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) A[i * side + j] *= scale[i] * scale[j];
    A[i * side + i] = 1 + DAMPING;
  }
  const factor = factored(kernels, A, side);
  return (
    factor &&
    ((rows) => {
      for (let k = 0; k < rows.length; k++) rows[k] *= scale[k % side];
      factor.solve(rows, rows);
      for (let k = 0; k < rows.length; k++) rows[k] *= scale[k % side];
    })
  );
}

function inverseRoots(A: Float64Array, side: number): Float64Array | undefined {
  const diagonal = Float64Array.from({ length: side }, (_, j) => A[j * side + j]);
  const positive = diagonal.filter((value) => value > 0);
  const mean = positive.reduce((sum, value) => sum + value, 0) / positive.length;
  if (!(mean > 0 && mean < Infinity)) return undefined;
  return diagonal.map((value) => 1 / Math.sqrt(value > 0 ? value : mean));
}

function factored(kernels: Pick<Kernels, "cholesky">, A: Float64Array, side: number) {
  try {
    return shiftedCholesky(kernels as Kernels, A, side, "float32");
  } catch (error) {
    if (error instanceof NotPositiveDefiniteError) return undefined;
    throw error;
  }
}
