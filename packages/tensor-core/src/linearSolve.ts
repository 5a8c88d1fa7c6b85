/**
 * Direct solves of small dense systems, for preconditioners and Newton steps. Matrices are Float64Arrays
 * [n, n], row-major; nothing is changed in place. Source: Golub and Van Loan, Matrix Computations, 4th
 * edition, §3.1 and §4.2.
 */

/** The matrix has a pivot that is not a positive number, so A = L Lᵀ does not exist. */
export class NotPositiveDefiniteError extends Error {
  override readonly name = "NotPositiveDefiniteError";

  /**
   * @param pivot the row (from 0) whose leading minor is the first not to be positive definite
   * @param value what was left on the diagonal there; its square root would be L's entry
   */
  constructor(
    readonly pivot: number,
    readonly value: number,
  ) {
    super(`cholesky: pivot ${pivot} is ${value}; a positive definite matrix has positive pivots`);
  }
}

/**
 * The lower triangular L [n, n] with A = L Lᵀ and zeros above the diagonal:
 * L_jj = √(A_jj − Σ_k L_jk²), L_ij = (A_ij − Σ_k L_ik L_jk) / L_jj for i > j, sums over k < j.
 * Only A's lower triangle is read.
 *
 * @throws RangeError when the array's length is not n²
 * @throws NotPositiveDefiniteError when A is not (numerically) positive definite
 * @example
 * cholesky(Float64Array.of(4, 2, 2, 5), 2); // [2, 0, 1, 2]
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  assertSquare("cholesky", matrix, n);
  const L = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const pivot = matrix[j * n + j] - rowProduct(L, n, j, j, j);
    if (!(pivot > 0 && pivot < Infinity)) throw new NotPositiveDefiniteError(j, pivot);
    const diagonal = Math.sqrt(pivot);
    L[j * n + j] = diagonal;
    for (let i = j + 1; i < n; i++) L[i * n + j] = (matrix[i * n + j] - rowProduct(L, n, i, j, j)) / diagonal;
  }
  return L;
}

/**
 * x [n] with L x = b, or Lᵀ x = b where `transposed`, for lower triangular L; what lies above its
 * diagonal is not read. A zero on the diagonal gives infinities or NaN.
 *
 * @throws RangeError when L's length is not n² for b's length n
 * @example
 * solveTriangular(Float64Array.of(2, 0, 1, 2), Float64Array.of(2, 3)); // [1, 1]
 */
export function solveTriangular(
  L: Float64Array,
  b: Float64Array,
  { transposed = false }: { readonly transposed?: boolean } = {},
): Float64Array {
  const n = b.length;
  assertSquare("solveTriangular", L, n);
  const x = b.slice();
  if (transposed)
    for (let i = n - 1; i >= 0; i--) {
      x[i] /= L[i * n + i];
      for (let j = 0; j < i; j++) x[j] -= L[i * n + j] * x[i];
    }
  else
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) x[i] -= L[i * n + j] * x[j];
      x[i] /= L[i * n + i];
    }
  return x;
}

/**
 * x [n] with A x = b for symmetric positive definite A [n, n], by Cholesky. To solve for many b, factor
 * once with `cholesky` and call `solveCholesky`.
 *
 * @throws RangeError when A's length is not n² for b's length n
 * @throws NotPositiveDefiniteError when A is not (numerically) positive definite
 * @example
 * solvePositiveDefinite(Float64Array.of(4, 2, 2, 5), Float64Array.of(8, 8)); // [1.5, 1]
 */
export function solvePositiveDefinite(matrix: Float64Array, b: Float64Array): Float64Array {
  return solveCholesky(cholesky(matrix, b.length), b);
}

/**
 * x [n] with L Lᵀ x = b for the factor L of `cholesky`.
 *
 * @throws RangeError when L's length is not n² for b's length n
 */
export function solveCholesky(L: Float64Array, b: Float64Array): Float64Array {
  return solveTriangular(L, solveTriangular(L, b), { transposed: true });
}

/** Σ_{k < length} L_ik L_jk. */
function rowProduct(L: Float64Array, n: number, i: number, j: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += L[i * n + k] * L[j * n + k];
  return sum;
}

function assertSquare(place: string, matrix: Float64Array, n: number): void {
  if (matrix.length !== n * n)
    throw new RangeError(`${place}: the matrix has ${matrix.length} values; [${n}, ${n}] needs ${n * n}`);
}
