import type { CsrFeatures, DenseFeatures, Features } from "./features.js";
import type { RowRange } from "./kernels.js";

/** The reference loops of `LinearKernel.gram`; for CSR features every build's. Legend in `kernels.ts`. */
export function addGram(
  features: Features,
  rowWeights: Float64Array | undefined,
  rows: RowRange,
  out: Float64Array,
): void {
  const addRow = features.kind === "dense" ? denseSquare(features, out) : csrSquare(features, out);
  const last = out.length - 1;
  eachRow(rows, rowWeights, (i, w) => {
    addRow(i, w);
    out[last] += w;
  });
}

/** out ← out + w x̃ x̃ᵀ of row i, but for its last entry. */
function denseSquare({ data, nColumns: d, scale }: DenseFeatures, out: Float64Array) {
  return (i: number, w: number): void => {
    const row = i * d;
    for (let j = 0; j < d; j++) {
      const xj = scale * data[row + j];
      const at = j * (d + 1);
      for (let k = 0; k < d; k++) out[at + k] += w * (xj * (scale * data[row + k]));
      out[at + d] += w * xj;
      out[d * (d + 1) + j] += w * xj;
    }
  };
}

function csrSquare({ values, columns, rowStarts, nColumns: d }: CsrFeatures, out: Float64Array) {
  return (i: number, w: number): void => {
    const end = rowStarts[i + 1];
    for (let a = rowStarts[i]; a < end; a++) {
      const at = columns[a] * (d + 1);
      for (let b = rowStarts[i]; b < end; b++) out[at + columns[b]] += w * (values[a] * values[b]);
      out[at + d] += w * values[a];
      out[d * (d + 1) + columns[a]] += w * values[a];
    }
  };
}

/** The loops of `LinearKernel.gramDiagonal`, every build's: they take no longer than reading X. */
export function addGramDiagonal(
  features: Features,
  rowWeights: Float64Array | undefined,
  rows: RowRange,
  out: Float64Array,
): void {
  const addRow = features.kind === "dense" ? denseSquares(features, out) : csrSquares(features, out);
  const last = out.length - 1;
  eachRow(rows, rowWeights, (i, w) => {
    addRow(i, w);
    out[last] += w;
  });
}

function denseSquares({ data, nColumns: d, scale }: DenseFeatures, out: Float64Array) {
  return (i: number, w: number): void => {
    const factor = w * scale * scale;
    for (let j = 0, k = i * d; j < d; j++, k++) out[j] += factor * (data[k] * data[k]);
  };
}

function csrSquares({ values, columns, rowStarts }: CsrFeatures, out: Float64Array) {
  return (i: number, w: number): void => {
    for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) out[columns[k]] += w * (values[k] * values[k]);
  };
}

/** Calls visit(row of X, its weight) for the rows of a range. */
function eachRow(
  { from, to, order }: RowRange,
  rowWeights: Float64Array | undefined,
  visit: (i: number, w: number) => void,
): void {
  for (let k = from; k < to; k++) visit(order ? order[k] : k, rowWeights ? rowWeights[k - from] : 1);
}
