import type { Features } from "@softmax/tensor-core";

/** Rows that scales are estimated from. */
const ROWS = 256;

/**
 * By what factor the columns of dense features differ in scale: the largest over the smallest root mean square, of rows
 * evenly spread over all; columns of zeros aside. 1 for sparse features.
 */
export function scaleSpread(features: Features): number {
  if (features.kind === "csr") return 1;
  const { data, nRows, nColumns: d } = features;
  const squares = new Float64Array(d);
  for (let k = 0; k < Math.min(nRows, ROWS); k++) {
    const at = Math.floor((k * nRows) / Math.min(nRows, ROWS)) * d;
    for (let j = 0; j < d; j++) squares[j] += data[at + j] ** 2;
  }
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const square of squares) {
    if (square > 0 && square < least) least = square;
    if (square > most) most = square;
  }
  return most > 0 ? Math.sqrt(most / least) : 1;
}
