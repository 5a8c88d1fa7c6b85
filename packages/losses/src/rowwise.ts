import type { Targets } from "@softmax/tensor-core";
import { exp, log1p } from "@softmax/tensor-core/elementary";
import type { Loss } from "./loss.js";

/** One sample: logits z [C], target y [C], and room for p = softmax(z) and ln p, which `softmaxRow` fills. */
export interface Row {
  readonly z: Float64Array;
  readonly y: Float64Array;
  readonly p: Float64Array;
  readonly logP: Float64Array;
}

/** A loss written as the formula of one row; a hard target arrives as its one-hot row y. */
export interface RowLoss extends Pick<Loss, "name" | "convex" | "fused" | "shiftInvariant" | "multiLabel"> {
  /** Returns ℓ(z, y) and sets gradient [C] ← ∂ℓ/∂z. */
  evaluate(row: Row, gradient: Float64Array): number;
  /** out [C] ← (∂²ℓ/∂z²) · u. */
  hvp?(row: Row, u: Float64Array, out: Float64Array): void;
  /** out [C] ← ∂²ℓ/∂z_c², c = 0, 1, …; y is not set. */
  curvature?(row: Row, out: Float64Array): void;
}

/** The loss over blocks of rows: every row's logits and target are brought to `RowLoss`, one at a time. */
export function rowwise(loss: RowLoss): Loss {
  const { name, convex, fused = false, shiftInvariant = false, multiLabel = false } = loss;
  return {
    name,
    convex,
    fused,
    shiftInvariant,
    multiLabel,
    ...(loss.hvp && { hvp: rowwiseHvp(loss.hvp, multiLabel) }),
    ...(loss.curvature && { curvature: rowwiseCurvature(loss.curvature) }),
    evaluate(logits, targets, nClasses, values, gradient) {
      const row = emptyRow(nClasses);
      const g = new Float64Array(nClasses);
      for (let i = 0; i * nClasses < logits.length; i++) {
        load(logits, i, row.z);
        loadTarget(targets, i, multiLabel, row.y);
        values[i] = loss.evaluate(row, g);
        if (gradient) store(g, gradient, i);
      }
    },
  };
}

function rowwiseHvp(rowHvp: NonNullable<RowLoss["hvp"]>, multiLabel: boolean): NonNullable<Loss["hvp"]> {
  return (logits, targets, nClasses, direction, out) => {
    const row = emptyRow(nClasses);
    const u = new Float64Array(nClasses);
    const h = new Float64Array(nClasses);
    for (let i = 0; i * nClasses < logits.length; i++) {
      load(logits, i, row.z);
      loadTarget(targets, i, multiLabel, row.y);
      load(direction, i, u);
      rowHvp(row, u, h);
      store(h, out, i);
    }
  };
}

function rowwiseCurvature(rowCurvature: NonNullable<RowLoss["curvature"]>): NonNullable<Loss["curvature"]> {
  return (logits, nClasses, out) => {
    const row = emptyRow(nClasses);
    const h = new Float64Array(nClasses);
    for (let i = 0; i * nClasses < logits.length; i++) {
      load(logits, i, row.z);
      rowCurvature(row, h);
      store(h, out, i);
    }
  };
}

/**
 * p ← softmax(z) and ln p, neither through the other: with m the largest logit's index and
 * r = Σ_{c≠m} e^(z_c − z_m), p_c = e^(z_c − z_m) / (1 + r) and ln p_c = (z_c − z_m) − log1p(r). Finite for
 * every finite z, and ln p_m keeps its relative accuracy however close to 0 it is.
 */
export function softmaxRow({ z, p, logP }: Row): void {
  const C = z.length;
  let m = 0;
  for (let c = 1; c < C; c++) if (z[c] > z[m]) m = c;
  let rest = 0;
  for (let c = 0; c < C; c++) {
    p[c] = exp(z[c] - z[m]);
    if (c !== m) rest += p[c];
  }
  const logSum = log1p(rest);
  for (let c = 0; c < C; c++) {
    p[c] /= 1 + rest;
    logP[c] = z[c] - z[m] - logSum;
  }
}

/** Σ_c a_c b_c. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += a[c] * b[c];
  return sum;
}

const emptyRow = (C: number): Row => ({
  z: new Float64Array(C),
  y: new Float64Array(C),
  p: new Float64Array(C),
  logP: new Float64Array(C),
});

function load(block: Float64Array, i: number, row: Float64Array): void {
  const C = row.length;
  for (let c = 0; c < C; c++) row[c] = block[i * C + c];
}

function store(row: Float64Array, block: Float64Array, i: number): void {
  const C = row.length;
  for (let c = 0; c < C; c++) block[i * C + c] = row[c];
}

/** y ← the target's row; with a single multi-label logit the index 0 or 1 is the label itself. */
function loadTarget(targets: Targets, i: number, multiLabel: boolean, y: Float64Array): void {
  if (targets instanceof Float64Array) load(targets, i, y);
  else if (multiLabel && y.length === 1) y[0] = targets[i];
  else {
    y.fill(0);
    y[targets[i]] = 1;
  }
}
