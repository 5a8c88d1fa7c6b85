import type { Curve } from "./curve.js";

export interface Goal {
  readonly maxSteps: number;
  readonly tolerance: number;
  /** Mini-batch solvers go through their steps; the others end when the gradient is small. */
  readonly epochs?: number;
}

/**
 * Steps that are still to be taken: to `maxSteps` or, for solvers that compute the gradient's norm g, to where the line
 * through log g over the last half of the steps meets the tolerance. Undefined while that line does not fall.
 */
export function stepsLeft({ maxSteps, tolerance, epochs }: Goal, curve: Curve): number | undefined {
  const step = curve.steps.at(-1);
  if (step === undefined) return undefined;
  const most = Math.max(0, maxSteps - step);
  if (epochs !== undefined) return most;
  const from = Math.floor(curve.steps.length / 2);
  const line = regression(curve.steps.slice(from), curve.gradientNorm.slice(from).map(Math.log));
  if (!line || line.slope >= 0) return undefined;
  const steps = (Math.log(tolerance) - line.at(step)) / line.slope;
  return Math.min(most, Math.max(0, Math.ceil(steps)));
}

/** Least squares y ≈ a + slope · x over the entries where y is finite; undefined for fewer than 5. */
function regression(xs: readonly number[], ys: readonly number[]) {
  let [n, x, y, xx, xy] = [0, 0, 0, 0, 0];
  for (const [k, value] of ys.entries())
    if (Number.isFinite(value)) {
      n++;
      x += xs[k];
      y += value;
      xx += xs[k] * xs[k];
      xy += xs[k] * value;
    }
  const spread = n * xx - x * x;
  if (n < 5 || spread === 0) return undefined;
  const slope = (n * xy - x * y) / spread;
  return { slope, at: (step: number) => y / n + slope * (step - x / n) };
}
