/** The shape of a linear classifier's training data, from which the work of its passes follows. */
export interface DataShape {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly nClasses: number;
  /** Share of the features that is stored, in [0, 1]; 1 when dense. */
  readonly density: number;
  /** By what factor dense features differ in scale: the largest root mean square over the smallest; default 1. */
  readonly scaleSpread?: number;
}

/** What a machine is good at: times in units of one multiply-add in a pass over dense features. */
export interface Rates {
  /** Of a multiply-add in a pass over sparse features. */
  readonly sparse: number;
  /** In a Gram matrix. */
  readonly gram: number;
  /** In a Cholesky factorization. */
  readonly cholesky: number;
  /** In applying its factor: read from memory and used once. */
  readonly solve: number;
  /** In the vector arithmetic of a solver. */
  readonly vector: number;
  /** Of reading a stored feature anew in every pass; 0 where all are in memory. */
  readonly read: number;
  /** Bytes that the factors of a preconditioner may take. */
  readonly factorBytes: number;
}

/** Of vectorized kernels on two cores, over features in memory. */
export const defaultRates: Rates = {
  sparse: 4,
  gram: 0.8,
  cholesky: 1.5,
  solve: 2,
  vector: 10,
  read: 0,
  factorBytes: 256 * 2 ** 20,
};

/** The same where every pass reads the features from a disk, a gigabyte a second. */
export const streamedRates: Rates = { ...defaultRates, read: 40, factorBytes: 64 * 2 ** 20 };

/** Multiply-adds, each weighted by its rate. */
export interface Work {
  /** One evaluation of objective and gradient: 2·C multiply-adds a stored feature, and reading it where it must be. */
  readonly pass: number;
  /** The step around it: the vectors of L-BFGS. */
  readonly overhead: number;
  /** Building and factoring one Gram matrix from `rows` rows. */
  gram(rows: number): number;
  /** Solving with the factors of all classes, twice a step. */
  readonly solve: number;
  /** Bytes of one factor. */
  readonly factorBytes: number;
}

/**
 * The work of the parts of a solver, from the shape of the data alone.
 *
 *     pass   n·d·(2·C + read)     gram(m)   m·(d+1)²/2 + (d+1)³/6
 *     solve  2·C·(d+1)²           overhead  (8·memory + 20)·C·(d+1)
 *
 * for dense features; sparse ones have density·d in place of d in a pass, and (density·d)² a row in a Gram matrix.
 */
export function workOf(
  { nSamples: n, nFeatures: d, nClasses: C, density }: DataShape,
  memory: number,
  rates: Rates = defaultRates,
): Work {
  const side = d + 1;
  const stored = density * d + 1;
  const [each, squares] =
    density < 1 ? [rates.sparse, rates.sparse * stored ** 2] : [1, (rates.gram * side ** 2) / 2];
  return {
    pass: n * stored * (2 * C * each + rates.read),
    overhead: (8 * memory + 20) * C * side * rates.vector,
    gram: (rows) => Math.min(rows, n) * squares + (side ** 3 / 6) * rates.cholesky,
    solve: 2 * C * side ** 2 * rates.solve,
    factorBytes: 4 * side ** 2,
  };
}
