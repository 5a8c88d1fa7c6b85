/** How a symmetric matrix stretches space: A = V diag(values) Vᵀ. */
export interface SymmetricEigen {
  /** Eigenvalues [n], ascending. */
  readonly values: Float64Array;
  /** Orthonormal eigenvectors [n, n], one a row: A vectors_i = values_i · vectors_i. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix [n, n], row-major, by cyclic Jacobi rotations: each
 * turns two axes until the entry between them is 0, and sweeps over all pairs end when what is left off the diagonal
 * no longer changes it. Small eigenvalues come out as accurately as large ones where the matrix is graded.
 * Only the lower triangle is read. O(n³) a sweep, about seven sweeps.
 *
 * Source: Golub and Van Loan, Matrix Computations, 4th edition, §8.5.
 *
 * @throws RangeError when the array's length is not n², or a value is not finite
 * @example
 * symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values; // [1, 3]
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  if (matrix.length !== n * n)
    throw new RangeError(
      `symmetricEigen: the matrix has ${matrix.length} values; [${n}, ${n}] needs ${n * n}`,
    );
  const A = Float64Array.from(matrix, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return matrix[Math.max(i, j) * n + Math.min(i, j)];
  });
  if (!A.every(Number.isFinite))
    throw new RangeError("symmetricEigen: the matrix has values that are not finite");
  const V = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  while (sweep(A, V, n));
  return ascending(A, V, n);
}

/** Rotates every pair of axes once; whether any had an entry between them that matters beside their diagonals. */
function sweep(A: Float64Array, V: Float64Array, n: number): boolean {
  let rotated = false;
  for (let p = 0; p < n; p++)
    for (let q = p + 1; q < n; q++) {
      const between = A[p * n + q];
      const scale = Math.sqrt(Math.abs(A[p * n + p])) * Math.sqrt(Math.abs(A[q * n + q]));
      if (Math.abs(between) <= Number.EPSILON * scale || Math.abs(between) < TINY) continue;
      rotate(A, V, n, p, q);
      rotated = true;
    }
  return rotated;
}

/** Below this, squares of an entry underflow and no rotation is defined. */
const TINY = 1e-150;

/** A ← Jᵀ A J and V ← Jᵀ V for the rotation J of axes p and q that makes A_pq 0. */
function rotate(A: Float64Array, V: Float64Array, n: number, p: number, q: number): void {
  const between = A[p * n + q];
  const tau = (A[q * n + q] - A[p * n + p]) / (2 * between);
  const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  A[p * n + p] -= t * between;
  A[q * n + q] += t * between;
  A[p * n + q] = A[q * n + p] = 0;
  for (let k = 0; k < n; k++) {
    if (k !== p && k !== q) {
      const [x, y] = [A[k * n + p], A[k * n + q]];
      A[k * n + p] = A[p * n + k] = c * x - s * y;
      A[k * n + q] = A[q * n + k] = s * x + c * y;
    }
    const [x, y] = [V[p * n + k], V[q * n + k]];
    V[p * n + k] = c * x - s * y;
    V[q * n + k] = s * x + c * y;
  }
}

function ascending(A: Float64Array, V: Float64Array, n: number): SymmetricEigen {
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => A[i * (n + 1)] - A[j * (n + 1)]);
  const vectors = new Float64Array(n * n);
  for (const [to, from] of order.entries()) vectors.set(V.subarray(from * n, (from + 1) * n), to * n);
  return { values: Float64Array.from(order, (i) => A[i * (n + 1)]), vectors };
}
