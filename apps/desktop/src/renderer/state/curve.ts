import type { MeasuredStep, Progress } from "../../shared/ipc/train.js";

/** Columns of equal length, an entry a step. They grow in place, so that nothing is copied sixty times a second. */
export interface Curve {
  readonly steps: number[];
  readonly objective: number[];
  readonly gradientNorm: number[];
  readonly validationLoss: number[];
}

/** More points than any screen has columns, several times over. */
const most = 20_000;

export const emptyCurve = (): Curve => ({ steps: [], objective: [], gradientNorm: [], validationLoss: [] });

/** Adds what has happened; when the curve gets long, every second of its points goes. */
export function extendCurve(curve: Curve, progress: Progress): void {
  for (const name of Object.keys(curve) as (keyof Curve)[]) {
    const column = curve[name];
    for (const value of progress[name]) column.push(value);
    if (column.length > most) halve(column);
  }
}

/** Keeps the last of each two. */
function halve(column: number[]): void {
  const length = Math.floor(column.length / 2);
  const odd = column.length % 2;
  for (let i = 0; i < length; i++) column[i] = column[2 * i + 1 + odd];
  column.length = length;
}

/** What was measured of some of the steps: columns of their own, an entry a measured step. */
export interface MeasuredCurve {
  readonly steps: number[];
  readonly trainAccuracy: number[];
  readonly validationAccuracy: number[];
  readonly gap: number[];
}

export const emptyMeasured = (): MeasuredCurve => ({
  steps: [],
  trainAccuracy: [],
  validationAccuracy: [],
  gap: [],
});

export function extendMeasured(curve: MeasuredCurve, measured: readonly MeasuredStep[]): void {
  for (const { step, trainAccuracy, validationAccuracy, gap } of measured) {
    curve.steps.push(step);
    curve.trainAccuracy.push(trainAccuracy ?? Number.NaN);
    curve.validationAccuracy.push(validationAccuracy);
    curve.gap.push(gap ?? Number.NaN);
  }
  if (curve.steps.length > most) for (const column of Object.values(curve)) halve(column);
}

/**
 * The exponential moving average m_t = β m_{t−1} + (1 − β) y_t, divided by 1 − β^t so that it does not start at zero
 * (Kingma and Ba, 2015, section 3). Entries that are NaN stay so and do not count.
 */
export function smoothed(values: readonly number[], beta: number): readonly number[] {
  if (beta === 0) return values;
  let [mean, weight] = [0, 1];
  return values.map((value) => {
    if (Number.isNaN(value)) return value;
    mean = beta * mean + (1 - beta) * value;
    weight *= beta;
    return mean / (1 - weight);
  });
}
