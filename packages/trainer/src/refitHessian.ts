import type { DenseFeatures } from "@softmax/tensor-core";

/**
 * The Hessian of mean_i CE_i + ½·l2·‖W‖² over W [C, d] and then b [C], a matrix [C·d + C, C·d + C], from features
 * X [n, d] and the probabilities p [n, C] that the parameters give them. With x̃ = (x, 1) its block of the classes c, k is
 *
 *     mean_i p_ic (δ_ck − p_ik) x̃_i x̃_iᵀ + δ_ck diag(l2, …, l2, 0)
 *
 * In n·C²·d² / 4 multiply-adds: for few parameters.
 */
export function softmaxHessian({ data, nRows: n, nColumns: d }: DenseFeatures, p: Float64Array, l2: number) {
  const C = p.length / n;
  const [side, size] = [d + 1, C * d + C];
  const blocks = blockSums(data, p, n, d, C);
  const place = (c: number, j: number) => (j < d ? c * d + j : C * d + c);
  const hessian = new Float64Array(size * size);
  for (let c = 0, at = 0; c < C; c++)
    for (let k = 0; k <= c; k++)
      for (let j = 0; j < side; j++)
        for (let m = 0; m <= j; m++, at++) {
          const value = blocks[at] / n + (c === k && j === m && j < d ? l2 : 0);
          for (const [a, b] of [
            [place(c, j), place(k, m)],
            [place(c, m), place(k, j)],
          ]) {
            hessian[a * size + b] = value;
            hessian[b * size + a] = value;
          }
        }
  return hessian;
}

/** Σ_i p_ic (δ_ck − p_ik) x̃_ij x̃_im for k ≤ c and m ≤ j, one pair of classes after the other. */
function blockSums(X: DenseFeatures["data"], p: Float64Array, n: number, d: number, C: number): Float64Array {
  const x = new Float64Array(d + 1).fill(1);
  const products = new Float64Array(((d + 1) * (d + 2)) / 2);
  const sums = new Float64Array(((C * (C + 1)) / 2) * products.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) x[j] = X[i * d + j];
    for (let j = 0, at = 0; j <= d; j++) for (let m = 0; m <= j; m++) products[at++] = x[j] * x[m];
    for (let c = 0, at = 0; c < C; c++)
      for (let k = 0; k <= c; k++) {
        const h = p[i * C + c] * ((c === k ? 1 : 0) - p[i * C + k]);
        for (let m = 0; m < products.length; m++) sums[at++] += h * products[m];
      }
  }
  return sums;
}
