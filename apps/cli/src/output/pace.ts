import type { StepEvent } from "@softmax/trainer";

type Moment = Pick<StepEvent, "step" | "gradientNorm" | "seconds">;

/** How far a run has come and how long it will take. */
export interface Pace {
  /** Of this run, not counting steps before a resume. */
  readonly stepsPerSecond: number;
  /** From 0 to 1, never falling; undefined while nothing can be said. */
  readonly share?: number;
  readonly secondsLeft?: number;
}

export interface PaceRule {
  readonly maxSteps: number;
  readonly tolerance: number;
  /** Whether the run ends by its number of steps alone. */
  readonly stochastic: boolean;
  /** The step that the run began or went on at. */
  readonly startStep: number;
}

/** The least ‖∇F‖∞ so far, in nepers. */
interface Depth {
  readonly seconds: number;
  readonly log: number;
}

const longestHistory = 512;

/**
 * Judges the pace of a run. A mini-batch run ends with its last step. A full-batch run ends when ‖∇F‖∞ is
 * within the tolerance, or with its last step if that comes first: ln ‖∇F‖∞ is taken to go on falling as it
 * has over the latter half of the time, since solvers converge linearly or faster.
 */
export function pacer({ maxSteps, tolerance, stochastic, startStep }: PaceRule): (now: Moment) => Pace {
  let history: Depth[] = [];
  let furthest = 0;
  return ({ step, gradientNorm, seconds }) => {
    const stepsPerSecond = (step - startStep) / Math.max(seconds, 1e-9);
    const log = Math.min(Math.log(gradientNorm), history.at(-1)?.log ?? Infinity);
    if (!Number.isNaN(log)) history.push({ seconds, log });
    if (history.length > longestHistory) history = history.filter((_, k) => k % 2 === 1);
    const bySteps = (maxSteps - step) / stepsPerSecond;
    const secondsLeft = stochastic ? bySteps : untilEnd(history, Math.log(tolerance), bySteps);
    if (secondsLeft === undefined) return { stepsPerSecond };
    furthest = Math.max(furthest, seconds / (seconds + secondsLeft));
    return { stepsPerSecond, share: furthest, secondsLeft };
  };
}

/** Seconds until the depth is reached or the steps run out; undefined while there is too little to judge by. */
function untilEnd(history: readonly Depth[], depth: number, bySteps: number): number | undefined {
  const now = history.at(-1);
  if (!now || history.length < 2) return undefined;
  const past = history.findLast(({ seconds }) => seconds <= now.seconds / 2) ?? history[0];
  const fallen = past.log - now.log;
  if (!(fallen > 0)) return bySteps;
  return Math.min(bySteps, (Math.max(0, now.log - depth) / fallen) * (now.seconds - past.seconds));
}
