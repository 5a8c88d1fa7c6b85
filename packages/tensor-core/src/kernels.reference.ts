import { exp, log } from "./elementary.js";
import type { Features } from "./features.js";
import { checked, checkedFactor, checkFeatures } from "./kernels.checked.js";
import type { Kernels, LinearKernel, RowRange, Targets } from "./kernels.js";
import { predictorByRows } from "./kernels.predictor.js";
import { addGram, addGramDiagonal } from "./kernels.reference.gram.js";
import { slotInMemory } from "./kernels.slot.js";
import { cholesky, solveCholesky } from "./linearSolve.js";

/**
 * Plain float64 loops, one formula a loop: the oracle in tests and the fallback where there is no
 * WebAssembly. Legend in `kernels.ts`.
 */
export const referenceKernels: Kernels = {
  name: "reference",
  threads: 1,
  linear(features) {
    checkFeatures(features);
    return checked(linearKernel(features));
  },
  predictor: (params, nColumns) =>
    predictorByRows(params, nColumns, (features) => referenceKernels.linear(features, "float64")),
  slot: (layout, room) =>
    slotInMemory(layout, room, (features) => referenceKernels.linear(features, "float64")),
  cholesky(matrix, n, _precision, shift = 0) {
    const shifted = matrix.slice();
    for (let i = 0; i < n; i++) shifted[i * n + i] += shift;
    const L = cholesky(shifted, n);
    return checkedFactor({
      n,
      shift,
      solve(b, out) {
        for (let at = 0; at < b.length; at += n) out.set(solveCholesky(L, b.subarray(at, at + n)), at);
      },
    });
  },
};

function linearKernel(features: Features): LinearKernel {
  const { nRows, nColumns } = features;
  const dot = rowDot(features);
  const addRow = rowAdd(features);

  const rowLogits = (params: Float64Array, i: number, z: Float64Array) => {
    const C = z.length;
    for (let c = 0; c < C; c++) z[c] = params[C * nColumns + c] + dot(i, params, c * nColumns);
  };
  const addResiduals = (r: Float64Array, i: number, gradient: Float64Array) => {
    const C = r.length;
    for (let c = 0; c < C; c++) {
      if (r[c] === 0) continue;
      addRow(i, r[c], gradient, c * nColumns);
      gradient[C * nColumns + c] += r[c];
    }
  };

  return {
    nRows,
    nColumns,

    logits(params, rows, out) {
      const C = classCount(params, nColumns);
      for (let k = rows.from; k < rows.to; k++)
        rowLogits(params, rowAt(rows, k), out.subarray((k - rows.from) * C, (k - rows.from + 1) * C));
    },

    probabilities(params, rows, out) {
      const z = new Float64Array(classCount(params, nColumns));
      for (let k = rows.from; k < rows.to; k++) {
        rowLogits(params, rowAt(rows, k), z);
        softmaxInPlace(z);
        out.set(z, (k - rows.from) * z.length);
      }
    },

    accumulate(residuals, rows, gradient) {
      const C = classCount(gradient, nColumns);
      for (let k = rows.from; k < rows.to; k++) {
        const at = (k - rows.from) * C;
        addResiduals(residuals.subarray(at, at + C), rowAt(rows, k), gradient);
      }
    },

    crossEntropy(params, targets, weights, rows, gradient) {
      const C = classCount(params, nColumns);
      const z = new Float64Array(C);
      let sum = 0;
      for (let k = rows.from; k < rows.to; k++) {
        const i = rowAt(rows, k);
        const w = weights ? weights[i] : 1;
        rowLogits(params, i, z);
        const loss = softmaxInPlace(z, targets, i);
        sum += w * loss;
        for (let c = 0; c < C; c++) z[c] = w * (z[c] - targetOf(targets, i, c, C));
        addResiduals(z, i, gradient);
      }
      return sum;
    },

    crossEntropyHvp(params, weights, direction, rows, out) {
      const C = classCount(params, nColumns);
      const p = new Float64Array(C);
      const u = new Float64Array(C);
      for (let k = rows.from; k < rows.to; k++) {
        const i = rowAt(rows, k);
        const w = weights ? weights[i] : 1;
        rowLogits(params, i, p);
        softmaxInPlace(p);
        rowLogits(direction, i, u);
        let pu = 0;
        for (let c = 0; c < C; c++) pu += p[c] * u[c];
        for (let c = 0; c < C; c++) u[c] = w * p[c] * (u[c] - pu);
        addResiduals(u, i, out);
      }
    },

    gram: (rowWeights, rows, out) => addGram(features, rowWeights, rows, out),
    gramDiagonal: (rowWeights, rows, out) => addGramDiagonal(features, rowWeights, rows, out),
  };
}

/** z ← softmax(z); returns −Σ_c y_c ln p_c of row i where targets are given, else 0. */
function softmaxInPlace(z: Float64Array, targets?: Targets, i = 0): number {
  const C = z.length;
  let max = -Infinity;
  for (let c = 0; c < C; c++) if (z[c] > max) max = z[c];
  let sum = 0;
  for (let c = 0; c < C; c++) sum += exp(z[c] - max);
  const lse = max + log(sum);
  let loss = 0;
  for (let c = 0; c < C; c++) {
    const y = targets ? targetOf(targets, i, c, C) : 0;
    if (y !== 0) loss += y * (lse - z[c]);
    z[c] = exp(z[c] - max) / sum;
  }
  return loss;
}

const targetOf = (targets: Targets, i: number, c: number, C: number): number =>
  targets instanceof Int32Array ? (targets[i] === c ? 1 : 0) : targets[i * C + c];

const rowAt = (rows: RowRange, k: number): number => (rows.order ? rows.order[k] : k);

const classCount = (params: Float64Array, nColumns: number): number => params.length / (nColumns + 1);

/** Σ_j X[i, j] · vector[at + j]. */
function rowDot(features: Features): (i: number, vector: Float64Array, at: number) => number {
  if (features.kind === "dense") {
    const { data, nColumns, scale } = features;
    return (i, vector, at) => {
      let sum = 0;
      for (let j = 0; j < nColumns; j++) sum += data[i * nColumns + j] * vector[at + j];
      return scale * sum;
    };
  }
  const { values, columns, rowStarts } = features;
  return (i, vector, at) => {
    let sum = 0;
    for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) sum += values[k] * vector[at + columns[k]];
    return sum;
  };
}

/** vector[at + j] += factor · X[i, j]. */
function rowAdd(features: Features): (i: number, factor: number, vector: Float64Array, at: number) => void {
  if (features.kind === "dense") {
    const { data, nColumns, scale } = features;
    return (i, factor, vector, at) => {
      const scaled = factor * scale;
      for (let j = 0; j < nColumns; j++) vector[at + j] += scaled * data[i * nColumns + j];
    };
  }
  const { values, columns, rowStarts } = features;
  return (i, factor, vector, at) => {
    for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) vector[at + columns[k]] += factor * values[k];
  };
}
