import type { StepEvent } from "@softmax/trainer";

type Progress = Pick<StepEvent, "step" | "gradientNorm" | "seconds">;

/** How far a run has come and how long it will take. */
export interface Pace {
  /** Of this run, not counting steps before a resume. */
  readonly stepsPerSecond: number;
  /** From 0 to 1; undefined while nothing can be said. */
  readonly share?: number;
  readonly secondsLeft?: number;
}

interface Rule {
  readonly maxSteps: number;
  readonly tolerance: number;
  readonly stochastic: boolean;
}

/**
 * Judges the pace of a run. A mini-batch run ends with its last step. A full-batch run ends when ‖∇F‖∞ is
 * within the tolerance: it falls about as fast again, in orders of magnitude a second, as it has so far, since
 * the solvers converge linearly or faster; or at maxSteps, whichever comes first.
 */
export function pacer({ maxSteps, tolerance, stochastic }: Rule, startStep: number): (now: Progress) => Pace {
  let first: Progress | undefined;
  let lowest = Infinity;
  return (now) => {
    first ??= now;
    if (now.gradientNorm < lowest) lowest = now.gradientNorm;
    const done = now.step - startStep;
    const stepsPerSecond = done / Math.max(now.seconds, 1e-9);
    const byCount = { share: now.step / maxSteps, secondsLeft: (maxSteps - now.step) / stepsPerSecond };
    if (stochastic) return { stepsPerSecond, ...byCount };
    const fallen = Math.log(first.gradientNorm / lowest);
    const whole = Math.log(first.gradientNorm / tolerance);
    if (!(fallen > 0 && whole > 0)) return { stepsPerSecond };
    const share = Math.min(1, fallen / whole);
    const secondsLeft = ((now.seconds - first.seconds) * (1 - share)) / share;
    return secondsLeft < byCount.secondsLeft
      ? { stepsPerSecond, share, secondsLeft }
      : { stepsPerSecond, ...byCount };
  };
}
