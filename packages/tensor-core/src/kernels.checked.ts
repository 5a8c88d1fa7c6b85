import type { CsrFeatures, DenseFeatures, Features } from "./features.js";
import type { CholeskyFactor, LinearKernel, Predictor, RowRange } from "./kernels.js";

/**
 * The same kernel, throwing a RangeError where sizes do not fit together; without it WebAssembly would read
 * whatever lies beside the array.
 */
export function checked(kernel: LinearKernel): LinearKernel {
  const { nRows, nColumns } = kernel;
  const classCount = (name: string, what: string, params: Float64Array) =>
    checkedClassCount(name, what, params, nColumns);
  const perRow = (name: string, what: string, values: ArrayLike<number> | undefined, each: number) =>
    values && checkLength(name, what, values.length, nRows * each);

  return {
    nRows,
    nColumns,
    logits(params, rows, out) {
      const C = classCount("logits", "params", params);
      checkRows("logits", rows, nRows);
      checkRoom("logits", "out", out.length, (rows.to - rows.from) * C);
      kernel.logits(params, rows, out);
    },
    probabilities(params, rows, out) {
      const C = classCount("probabilities", "params", params);
      checkRows("probabilities", rows, nRows);
      checkRoom("probabilities", "out", out.length, (rows.to - rows.from) * C);
      kernel.probabilities(params, rows, out);
    },
    accumulate(residuals, rows, gradient) {
      const C = classCount("accumulate", "gradient", gradient);
      checkRows("accumulate", rows, nRows);
      checkRoom("accumulate", "residuals", residuals.length, (rows.to - rows.from) * C);
      kernel.accumulate(residuals, rows, gradient);
    },
    crossEntropy(params, targets, weights, rows, gradient) {
      const C = classCount("crossEntropy", "params", params);
      checkRows("crossEntropy", rows, nRows);
      perRow("crossEntropy", "targets", targets, targets instanceof Int32Array ? 1 : C);
      perRow("crossEntropy", "weights", weights, 1);
      checkLength("crossEntropy", "gradient", gradient.length, params.length);
      return kernel.crossEntropy(params, targets, weights, rows, gradient);
    },
    crossEntropyHvp(params, weights, direction, rows, out) {
      classCount("crossEntropyHvp", "params", params);
      checkRows("crossEntropyHvp", rows, nRows);
      perRow("crossEntropyHvp", "weights", weights, 1);
      checkLength("crossEntropyHvp", "direction", direction.length, params.length);
      checkLength("crossEntropyHvp", "out", out.length, params.length);
      kernel.crossEntropyHvp(params, weights, direction, rows, out);
    },
    gram(rowWeights, rows, out) {
      checkRows("gram", rows, nRows);
      checkRowWeights("gram", rowWeights, rows);
      checkLength("gram", "out", out.length, (nColumns + 1) ** 2);
      kernel.gram(rowWeights, rows, out);
    },
    gramDiagonal(rowWeights, rows, out) {
      checkRows("gramDiagonal", rows, nRows);
      checkRowWeights("gramDiagonal", rowWeights, rows);
      checkLength("gramDiagonal", "out", out.length, nColumns + 1);
      kernel.gramDiagonal(rowWeights, rows, out);
    },
  };
}

/** The number of classes of these parameters, or a RangeError. */
export function checkedClassCount(
  name: string,
  what: string,
  params: Float64Array,
  nColumns: number,
): number {
  const C = params.length / (nColumns + 1);
  if (Number.isInteger(C)) return C;
  throw new RangeError(
    `${name}: ${what} has ${params.length} values, expected a multiple of nColumns + 1 = ${nColumns + 1}`,
  );
}

/** The same predictor, throwing a RangeError where X is of another width or `out` too short. */
export function checkedPredictor(predictor: Predictor): Predictor {
  const { nColumns, nClasses } = predictor;
  const check = (name: string, features: Features, room: number) => {
    checkFeatures(features);
    if (features.nColumns !== nColumns)
      throw new RangeError(`${name}: X has ${features.nColumns} columns, but the model has ${nColumns}`);
    checkRoom(name, "out", room, features.nRows * nClasses);
  };
  return {
    nColumns,
    nClasses,
    logits(features, out) {
      check("logits", features, out.length);
      predictor.logits(features, out);
    },
    probabilities(features, out) {
      check("probabilities", features, out.length);
      predictor.probabilities(features, out);
    },
  };
}

/** The same factor, throwing a RangeError where b and out are not [k, n] alike. */
export function checkedFactor(factor: CholeskyFactor): CholeskyFactor {
  const { n } = factor;
  return {
    ...factor,
    solve(b, out) {
      if (n === 0 ? b.length > 0 : b.length % n !== 0)
        throw new RangeError(`solve: b has ${b.length} values, expected a multiple of n = ${n}`);
      checkLength("solve", "out", out.length, b.length);
      factor.solve(b, out);
    },
  };
}

function checkLength(name: string, what: string, found: number, expected: number): void {
  if (found !== expected) throw new RangeError(`${name}: ${what} has ${found} values, expected ${expected}`);
}

/** A block's buffer may be longer than the block. */
function checkRoom(name: string, what: string, found: number, needed: number): void {
  if (found < needed)
    throw new RangeError(`${name}: ${what} has ${found} values, expected at least ${needed}`);
}

function checkRowWeights(name: string, rowWeights: Float64Array | undefined, { from, to }: RowRange): void {
  if (!rowWeights) return;
  checkRoom(name, "rowWeights", rowWeights.length, to - from);
  for (let k = 0; k < to - from; k++)
    if (rowWeights[k] < 0)
      throw new RangeError(`${name}: rowWeights[${k}] is ${rowWeights[k]}; weights must not be negative`);
}

function checkRows(name: string, { from, to, order }: RowRange, nRows: number): void {
  const end = order ? order.length : nRows;
  if (!(from >= 0 && from <= to && to <= end))
    throw new RangeError(`${name}: rows ${from} to ${to} are not within 0 to ${end}`);
  if (!order) return;
  for (let k = from; k < to; k++)
    if (order[k] < 0 || order[k] >= nRows)
      throw new RangeError(`${name}: order[${k}] is ${order[k]}, but X has ${nRows} rows`);
}

/** Features that were found right: what has been bound does not change any more. */
const known = new WeakSet<Features>();

/** Throws a RangeError where the arrays of X do not have the sizes that its shape needs. */
export function checkFeatures(features: Features): void {
  if (known.has(features)) return;
  if (features.kind === "csr") checkCsr(features);
  else checkDense(features);
  known.add(features);
}

function checkDense({ data, nRows, nColumns }: DenseFeatures): void {
  checkLength("linear", `data of X [${nRows}, ${nColumns}]`, data.length, nRows * nColumns);
}

function checkCsr({ values, columns, rowStarts, nRows, nColumns }: CsrFeatures): void {
  checkLength("linear", "rowStarts", rowStarts.length, nRows + 1);
  const nonzeros = rowStarts[nRows];
  if (rowStarts[0] !== 0 || values.length < nonzeros || columns.length < nonzeros)
    throw new RangeError(
      `linear: rowStarts go from ${rowStarts[0]} to ${nonzeros}, but there are ${values.length} values and ${columns.length} columns`,
    );
  for (let i = 0; i < nRows; i++)
    if (rowStarts[i + 1] < rowStarts[i])
      throw new RangeError(
        `linear: rowStarts[${i + 1}] is ${rowStarts[i + 1]}, less than ${rowStarts[i]} before it`,
      );
  const end = Math.min(nColumns, 2 ** 31);
  let outside = 0;
  for (let k = 0; k < nonzeros; k++) outside |= columns[k] | (end - 1 - columns[k]);
  if (outside >= 0) return;
  const k = columns.findIndex((j) => j < 0 || j >= nColumns);
  throw new RangeError(`linear: columns[${k}] is ${columns[k]}, but X has ${nColumns} columns`);
}
