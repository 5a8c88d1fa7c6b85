import { cos, pow } from "@softmax/tensor-core/elementary";
import type { Schedule } from "./transformation.js";

/**
 * η at every step.
 *
 * @example
 * constant(0.1)(1000); // 0.1
 */
export const constant =
  (initial: number): Schedule =>
  () =>
    initial;

/**
 * η · factor^⌊t / every⌋.
 *
 * @param options `every`: steps between drops; `factor`: default 0.1.
 *
 * @example
 * stepDecay(1, { every: 30 })(60); // 0.01
 */
export const stepDecay =
  (initial: number, { every, factor = 0.1 }: { every: number; factor?: number }): Schedule =>
  (step) =>
    initial * pow(factor, Math.floor(step / every));

/**
 * η · factor^(t / steps): a factor of `factor` every `steps` steps.
 *
 * @example
 * exponentialDecay(1, { steps: 100, factor: 0.5 })(200); // 0.25
 */
export const exponentialDecay =
  (initial: number, { steps, factor }: { steps: number; factor: number }): Schedule =>
  (step) =>
    initial * pow(factor, step / steps);

/**
 * From η down to `final` along half a cosine, over `steps` steps; `final` from there on.
 *
 *     final + (η − final) · (1 + cos(π t / steps)) / 2
 *
 * Source: I. Loshchilov and F. Hutter, SGDR: stochastic gradient descent with warm restarts (2017), equation 5.
 *
 * @param options `steps`; `final`: default 0.
 *
 * @example
 * cosineDecay(1, { steps: 100 })(50); // 0.5
 */
export const cosineDecay =
  (initial: number, { steps, final = 0 }: { steps: number; final?: number }): Schedule =>
  (step) =>
    final + ((initial - final) * (1 + cos(Math.PI * Math.min(step / steps, 1)))) / 2;

/**
 * η / (1 + t / steps)^power. With ½ < power ≤ 1 the rates sum to infinity and their squares do not, as
 * stochastic approximation needs to converge.
 *
 * Source: H. Robbins and S. Monro, A stochastic approximation method (1951).
 *
 * @param options `steps`: steps until η has been divided by 2^power; `power`: default 1.
 *
 * @example
 * inverseTimeDecay(1, { steps: 100 })(300); // 0.25
 */
export const inverseTimeDecay =
  (initial: number, { steps, power = 1 }: { steps: number; power?: number }): Schedule =>
  (step) =>
    initial / pow(1 + step / steps, power);

/**
 * Rises in a straight line to the schedule's first value, reached at step `steps`, then follows the schedule.
 *
 * @example
 * linearWarmup(10, constant(1))(4); // 0.5
 */
export const linearWarmup =
  (steps: number, schedule: Schedule): Schedule =>
  (step) =>
    step < steps ? (schedule(0) * (step + 1)) / steps : schedule(step - steps);

const named = {
  constant: (initial: number) => constant(initial),
  step: (initial: number, steps: number) => stepDecay(initial, { every: Math.max(1, Math.ceil(steps / 3)) }),
  exponential: (initial: number, steps: number) => exponentialDecay(initial, { steps, factor: 0.01 }),
  cosine: (initial: number, steps: number) => cosineDecay(initial, { steps }),
  "inverse-time": (initial: number, steps: number) => inverseTimeDecay(initial, { steps: steps / 9 }),
};

export type ScheduleName = keyof typeof named;

/**
 * A schedule laid out over a run of known length, with nothing else to choose:
 *
 * - `constant`: η throughout;
 * - `step`: η, η/10 and η/100 for a third of the run each;
 * - `exponential`: from η to η/100;
 * - `inverse-time`: from η to η/10;
 * - `cosine`: from η to 0.
 *
 * @param initial η at step 0.
 * @param steps Steps in the whole run.
 * Throws a RangeError for any other name.
 *
 * @example
 * scheduleByName("exponential", 1, 1000)(500); // 0.1
 */
export function scheduleByName(name: ScheduleName, initial: number, steps: number): Schedule {
  if (!Object.hasOwn(named, name))
    throw new RangeError(`scheduleByName: ${name} is not one of ${Object.keys(named).join(", ")}`);
  return named[name](initial, steps);
}
