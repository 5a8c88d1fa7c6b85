import type { Progress } from "../../shared/ipc/train.js";

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
