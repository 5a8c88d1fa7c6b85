import type { CholeskyFactor, Kernels, Precision } from "./kernels.js";
import { NotPositiveDefiniteError } from "./linearSolve.js";

const UNIT_ROUNDOFF: Record<Precision, number> = { float32: 2 ** -24, float64: 2 ** -53 };

/**
 * The factor of A + shift · I for the first shift of 0, s, 10s, 100s, … that makes it positive definite in this
 * precision, where s = n · u · mean(diagonal of A) is what rounding alone (u = 6e-8 or 1.1e-16) may take from the
 * eigenvalues. For preconditioners, whose A is positive semidefinite: duplicated or constant columns, or fewer
 * rows than columns, make it singular. Legend in `kernels.ts`.
 *
 * @throws RangeError when the array's length is not n²
 * @throws NotPositiveDefiniteError when A is not near a positive definite matrix: no shift below the mean of its
 *   diagonal suffices
 * @example
 * const A = Float64Array.of(1, 1, 1, 1); // singular
 * shiftedCholesky(defaultKernels(), A, 2, "float64").shift; // 2.2e-16
 */
export function shiftedCholesky(
  kernels: Kernels,
  matrix: Float64Array,
  n: number,
  precision: Precision,
): CholeskyFactor {
  const mean = meanDiagonal(matrix, n);
  let shift = 0;
  for (;;)
    try {
      return kernels.cholesky(matrix, n, precision, shift);
    } catch (error) {
      if (!(error instanceof NotPositiveDefiniteError)) throw error;
      shift = shift === 0 ? n * UNIT_ROUNDOFF[precision] * mean : 10 * shift;
      if (!(shift > 0 && shift < mean)) throw error;
    }
}

function meanDiagonal(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * n + i];
  return sum / n;
}
