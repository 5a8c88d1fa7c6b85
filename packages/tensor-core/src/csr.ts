import { fitTo } from "./broadcast.js";
import { allocate, dtypeOfArray, floatDtype, promoteDtypes } from "./dtype.js";
import type { CsrFeatures } from "./features.js";
import { showShape } from "./shape.js";
import { elements, record, type Tensor, wrap } from "./tensor.js";

/**
 * A matrix [n, d] in compressed sparse rows, float32 for float32 and float64 for everything else; zeros are
 * left out.
 *
 * @throws RangeError when x has not two axes
 * @example
 * toCsr(tensor([[0, 5], [0, 0]])).columns; // Int32Array [1]
 */
export function toCsr(x: Tensor): CsrFeatures {
  if (x.shape.length !== 2) throw new RangeError(`toCsr: x is ${showShape(x.shape)}; expected two axes`);
  const [nRows, nColumns] = x.shape;
  const dense = elements(x);
  const count = dense.filter((value) => value !== 0).length;
  const values = x.dtype === "float32" ? new Float32Array(count) : new Float64Array(count);
  const columns = new Int32Array(count);
  const rowStarts = new Int32Array(nRows + 1);
  for (let i = 0, at = 0, k = 0; i < nRows; i++) {
    for (let j = 0; j < nColumns; j++, at++)
      if (dense[at] !== 0) {
        values[k] = dense[at];
        columns[k++] = j;
      }
    rowStarts[i + 1] = k;
  }
  return { kind: "csr", values, columns, rowStarts, nRows, nColumns };
}

/** The sparse matrix as a tensor [n, d], zeros written out. */
export function fromCsr(X: CsrFeatures): Tensor {
  const dtype = dtypeOfArray(X.values);
  const out = allocate(dtype, X.nRows * X.nColumns);
  forEachEntry(X, (i, j, value) => {
    out[i * X.nColumns + j] = value;
  });
  return wrap(out, dtype, [X.nRows, X.nColumns]);
}

/**
 * X b for sparse X [n, d] and b [d, C]: [n, C]. float32 when both are, else float64. Differentiable in b; X
 * is data.
 *
 * @throws RangeError when b is not [d, C]
 * @example
 * csrMatmul(toCsr(tensor([[0, 5], [1, 0]])), tensor([[1], [2]])).toNested(); // [[10], [1]]
 */
export function csrMatmul(X: CsrFeatures, b: Tensor): Tensor {
  assertRows("csrMatmul", b, X.nColumns);
  return record(
    [b],
    (b) => product(X, b, false),
    (ct, _y, [b]) => [fitTo(b, csrTransposeMatmul(X, ct))],
  );
}

/**
 * Xᵀ r for sparse X [n, d] and r [n, C]: [d, C], without forming Xᵀ. Otherwise as `csrMatmul`.
 *
 * @throws RangeError when r is not [n, C]
 */
export function csrTransposeMatmul(X: CsrFeatures, r: Tensor): Tensor {
  assertRows("csrTransposeMatmul", r, X.nRows);
  return record(
    [r],
    (r) => product(X, r, true),
    (ct, _y, [r]) => [fitTo(r, csrMatmul(X, ct))],
  );
}

/** X b, or Xᵀ b where `transposed`: out[i, ·] += X_ij · b[j, ·] over the entries, i and j exchanged. */
function product(X: CsrFeatures, b: Tensor, transposed: boolean): Tensor {
  const nRows = transposed ? X.nColumns : X.nRows;
  const C = b.shape[1];
  const B = elements(b);
  const sums = new Float64Array(nRows * C);
  forEachEntry(X, (i, j, value) => {
    const [to, from] = transposed ? [j * C, i * C] : [i * C, j * C];
    for (let c = 0; c < C; c++) sums[to + c] += value * B[from + c];
  });
  const dtype = floatDtype(promoteDtypes(dtypeOfArray(X.values), b.dtype));
  return wrap(dtype === "float32" ? Float32Array.from(sums) : sums, dtype, [nRows, C]);
}

function forEachEntry(X: CsrFeatures, visit: (i: number, j: number, value: number) => void): void {
  for (let i = 0; i < X.nRows; i++)
    for (let k = X.rowStarts[i]; k < X.rowStarts[i + 1]; k++) visit(i, X.columns[k], X.values[k]);
}

function assertRows(place: string, b: Tensor, nRows: number): void {
  if (b.shape.length !== 2 || b.shape[0] !== nRows)
    throw new RangeError(
      `${place}: the tensor is ${showShape(b.shape)}; expected ${nRows} rows, [${nRows}, C]`,
    );
}
