/** A symmetric positive semidefinite matrix M over flat parameters [C·d + C], by columns. */
export interface Metric {
  /** M_jj, positive. */
  readonly diagonal: Float64Array;
  /** out ← out + factor · M e_j, e_j the j-th unit vector. */
  addColumn(j: number, factor: number, out: Float64Array): void;
}

export const diagonalMetric = (diagonal: Float64Array): Metric => ({
  diagonal,
  addColumn(j, factor, out) {
    out[j] += factor * diagonal[j];
  },
});

/** Added to the diagonal, relative to it: duplicated features would else be as good as singular. */
const DAMPING = 1e-6;

/**
 * M whose blocks, one a class over (w_c, b_c), are the matrices [d + 1, d + 1]; one matrix stands for all classes.
 * A zero on the diagonal (a feature that the sampled rows lack) becomes the mean of the others. Overwrites the
 * matrices; `undefined` where one is zero or not finite.
 */
export function blockMetric(matrices: readonly Float64Array[], C: number): Metric | undefined {
  const side = Math.round(Math.sqrt(matrices[0].length));
  const d = side - 1;
  if (!matrices.every((matrix) => damped(matrix, side))) return undefined;
  const matrixOf = (c: number) => matrices[c % matrices.length];

  const diagonal = new Float64Array(C * side);
  for (let c = 0; c < C; c++) {
    for (let j = 0; j < d; j++) diagonal[c * d + j] = matrixOf(c)[j * side + j];
    diagonal[C * d + c] = matrixOf(c)[d * side + d];
  }
  return {
    diagonal,
    addColumn(k, factor, out) {
      const c = k < C * d ? Math.floor(k / d) : k - C * d;
      const row = (k < C * d ? k - c * d : d) * side;
      const M = matrixOf(c);
      for (let j = 0, at = c * d; j < d; j++) out[at + j] += factor * M[row + j];
      out[C * d + c] += factor * M[row + d];
    },
  };
}

/** Whether the diagonal can be made positive. */
function damped(matrix: Float64Array, side: number): boolean {
  const diagonal = Float64Array.from({ length: side }, (_, j) => matrix[j * side + j]);
  const positive = diagonal.filter((value) => value > 0);
  const mean = positive.reduce((sum, value) => sum + value, 0) / positive.length;
  for (let j = 0; j < side; j++)
    matrix[j * side + j] = (diagonal[j] > 0 ? diagonal[j] : mean) * (1 + DAMPING);
  return mean > 0 && mean < Infinity;
}
