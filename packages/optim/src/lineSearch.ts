import { NOISE } from "./majorization.js";
import type { Objective } from "./objective.js";
import { addScaled, dot } from "./vector.js";

/** φ(α) = F(θ + α·direction) and its derivative φ′(α), at α = step. */
export interface LinePoint {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

export interface LineSearchOptions {
  /** c₁ of the decrease condition φ(α) ≤ φ(0) + c₁ α φ′(0); default 1e-4. */
  readonly decrease?: number;
  /** c₂ of the curvature condition |φ′(α)| ≤ c₂ |φ′(0)|; default 0.9. */
  readonly curvature?: number;
  /** Default 30. */
  readonly maxEvaluations?: number;
}

/**
 * Whether φ decreases enough: φ(α) ≤ φ(0) + c₁ α φ′(0), or, where the values are too close to tell,
 * φ′(α) ≤ (2c₁ − 1) φ′(0): the same condition for a parabola, free of the cancellation in φ(α) − φ(0).
 *
 * Source: W. Hager and H. Zhang, A new conjugate gradient method with guaranteed descent and an efficient
 * line search, SIAM J. Optim. 16 (2005), the approximate Wolfe conditions (4.1) with their ε = 1e-6.
 */
export function decreasesEnough(start: LinePoint, trial: LinePoint, decrease = 1e-4): boolean {
  if (trial.value <= start.value + decrease * trial.step * start.slope) return true;
  const close = Math.abs(trial.value - start.value) <= NOISE * Math.abs(start.value);
  return close && trial.slope <= (2 * decrease - 1) * start.slope;
}

/**
 * A step that satisfies the strong Wolfe conditions
 *
 *     φ(α) ≤ φ(0) + c₁ α φ′(0)     and     |φ′(α)| ≤ c₂ |φ′(0)|
 *
 * the first one up to rounding, as `decreasesEnough` says. Trial points where φ is NaN or infinite count as
 * too far. The bracket [low, high] always holds such a step where φ is smooth and bounded below; it is
 * widened two- to tenfold until it closes, then narrowed by cubic interpolation.
 *
 * Returns the point that `phi` was evaluated at last. Where `maxEvaluations` do not suffice that is the lowest
 * point found so far, which satisfies the first condition; `undefined` where there is none.
 *
 * Source: J. Nocedal and S. Wright, Numerical Optimization (2nd ed.), algorithms 3.5 and 3.6.
 *
 * @param phi Evaluates φ and φ′.
 * @param start φ at 0; its slope must be negative.
 * @param firstStep The first step tried, > 0.
 *
 * @example
 * const phi = (step) => ({ step, value: (step - 3) ** 2, slope: 2 * (step - 3) });
 * strongWolfe(phi, phi(0), 1, { curvature: 0.1 }); // { step: 3, value: 0, slope: 0 }
 */
export function strongWolfe(
  phi: (step: number) => LinePoint,
  start: LinePoint,
  firstStep: number,
  { decrease = 1e-4, curvature = 0.9, maxEvaluations = 30 }: LineSearchOptions = {},
): LinePoint | undefined {
  if (!(start.slope < 0)) return undefined;
  const noise = NOISE * Math.abs(start.value);
  let low = start;
  let high: LinePoint | undefined;
  let step = firstStep;
  for (let evaluations = 1; evaluations < maxEvaluations && Number.isFinite(step); evaluations++) {
    const trial = phi(step);
    const acceptable = isFinitePoint(trial) && decreasesEnough(start, trial, decrease);
    if (acceptable && Math.abs(trial.slope) <= -curvature * start.slope) return trial;
    if (!acceptable || trial.value > low.value + noise) {
      high = trial;
    } else {
      if (trial.slope * ((high?.step ?? Infinity) - low.step) >= 0) high = low;
      if (high === undefined) step = clamp(secant(low, trial), 2 * trial.step, 10 * trial.step);
      low = trial;
    }
    if (high !== undefined) step = between(low, high, noise);
    if (step === low.step || step === high?.step) break;
  }
  return low.step > 0 ? phi(low.step) : undefined;
}

/**
 * φ along a direction, for `strongWolfe`: `params` and `gradient` hold θ + α·direction and ∇f there, for the
 * step α evaluated last.
 */
export function alongLine(objective: Objective, from: Float64Array, direction: Float64Array) {
  const params = new Float64Array(from.length);
  const gradient = new Float64Array(from.length);
  const phi = (step: number): LinePoint => {
    addScaled(from, step, direction, params);
    const value = objective.valueAndGradient(params, gradient);
    return { step, value, slope: dot(gradient, direction) };
  };
  return { params, gradient, phi };
}

/** A point inside the bracket, at least a tenth of its width away from both ends. */
function between(low: LinePoint, high: LinePoint, noise: number): number {
  const width = high.step - low.step;
  const noisy = Math.abs(high.value - low.value) <= noise && low.slope * high.slope < 0;
  const guess = noisy ? secant(low, high) : cubicMinimum(low, high);
  const fraction = (guess - low.step) / width;
  return low.step + width * (Number.isFinite(fraction) ? clamp(fraction, 0.1, 0.9) : 0.5);
}

/** The minimum of the cubic through both values and slopes (Nocedal & Wright, 3.59). */
function cubicMinimum(a: LinePoint, b: LinePoint): number {
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const d2 = Math.sign(b.step - a.step) * Math.sqrt(d1 * d1 - a.slope * b.slope);
  return b.step - (b.step - a.step) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
}

/** Where the line through both slopes crosses zero. */
const secant = (a: LinePoint, b: LinePoint): number =>
  b.step - (b.slope * (b.step - a.step)) / (b.slope - a.slope);

const isFinitePoint = (point: LinePoint): boolean =>
  Number.isFinite(point.value) && Number.isFinite(point.slope);

const clamp = (x: number, from: number, to: number): number => (x >= from ? Math.min(x, to) : from);
