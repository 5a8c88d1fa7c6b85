import { type Ending, measure, solutionStatus } from "@softmax/optim";
import type { LoopState } from "./checkpoint.js";
import { eventLoopTurns, stopwatch } from "./clock.js";
import type { EpochEvent, StepEvent } from "./events.js";
import type { PreparedRun } from "./prepareRun.js";

/** Where the loop came to its end, and why. */
export interface LoopEnd {
  readonly loop: LoopState;
  readonly ending: Ending;
  readonly seconds: number;
}

/**
 * The training loop, the only one: `train` drives it once, `tune` once for each penalty and fold. Yields a step
 * event after each step and, at the end of an epoch, an epoch event.
 *
 * A state between two epochs is measured when the loop meets it, not when the step made it, so that a run
 * resumed from there measures it again and ends where the uninterrupted one does.
 */
export async function* runLoop(
  run: PreparedRun,
  start: LoopState,
  signal?: AbortSignal,
): AsyncGenerator<StepEvent | EpochEvent, LoopEnd> {
  const elapsed = stopwatch();
  const breathe = eventLoopTurns();
  let loop = start;
  for (;;) {
    let ending: Ending | undefined;
    if (isBetweenEpochs(loop)) {
      const epoch = epochEvent(run, loop, elapsed());
      loop = epoch.state;
      yield epoch;
      ending = epochEnding(epoch, run);
    }
    const { maxSteps, tolerance } = run.config;
    ending ??= solutionStatus(loop.solver, { maxSteps, tolerance, signal });
    if (ending) return { loop, ending, seconds: elapsed() };
    loop = { ...loop, solver: run.solver.step(run.objective, loop.solver) };
    yield stepEvent(run, loop, elapsed());
    await breathe();
  }
}

/** The state of a run that has not taken a step. */
export const freshLoop = ({ solver, objective }: PreparedRun, params?: Float64Array): LoopState => ({
  solver: solver.init(objective, params ?? new Float64Array(objective.size)),
});

/** Epochs that a mini-batch solver has finished; absent for the others. */
export const epochOf = ({ solver }: LoopState): number | undefined =>
  typeof solver.epoch === "number" ? solver.epoch : undefined;

const isBetweenEpochs = (loop: LoopState): boolean => loop.solver.row === 0 && (epochOf(loop) ?? 0) > 0;

function stepEvent(run: PreparedRun, state: LoopState, seconds: number): StepEvent {
  const { step, value: objective, gradientNorm, params } = state.solver;
  const validation = run.solver.stochastic ? undefined : run.validate?.(params);
  return { type: "step", step, objective, gradientNorm, validation, state, seconds };
}

/** Measures the parameters over all samples and, where patience asks for it, remembers the best. */
function epochEvent(run: PreparedRun, loop: LoopState, seconds: number): EpochEvent {
  const { step, params } = loop.solver;
  const { value: objective, gradientNorm } = measure(run.objective, params);
  const validation = run.validate?.(params);
  const epoch = epochOf(loop)!;
  let state = loop;
  if (run.config.patience !== undefined && validation!.logLoss < (loop.best?.validationLoss ?? Infinity))
    state = { ...loop, best: { params, validationLoss: validation!.logLoss, epoch } };
  return { type: "epoch", epoch, step, objective, gradientNorm, validation, state, seconds };
}

/** Converged by the measured gradient, or out of patience. */
function epochEnding(
  { epoch, objective, gradientNorm, state }: EpochEvent,
  run: PreparedRun,
): Ending | undefined {
  const { maxSteps, tolerance, epochs, patience = Infinity } = run.config;
  const stepsOption = epoch === epochs ? "epochs" : undefined;
  const measured = { ...state.solver, value: objective, gradientNorm };
  const ending = solutionStatus(measured, { maxSteps, tolerance, stepsOption });
  const best = state.best?.epoch ?? epoch;
  if (ending || epoch - best < patience) return ending;
  const happened = `stopped early after epoch ${epoch}: no better validation loss for ${epoch - best} epochs`;
  return { status: "max-steps", happened, message: `${happened}; the parameters of epoch ${best} are kept` };
}
