import { type Ending, measure, type Objective, type SolverState, solutionStatus } from "@softmax/optim";
import type { Passes } from "./blocks/passes.js";
import type { LoopState } from "./checkpoint.js";
import { eventLoopTurns, stopwatch } from "./clock.js";
import type { EpochEvent, Fit, InterruptEvent, PassEvent, StepEvent } from "./events.js";
import type { PreparedRun } from "./prepareRun.js";

/** What the loop drives. */
export interface LoopRun extends Pick<PreparedRun, "config" | "solver" | "validate"> {
  readonly objective: Objective;
  /** Where rows are read block by block: how steps and measurements are carried out. */
  readonly passes?: Passes;
}

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
export function runLoop(
  run: LoopRun & { readonly passes?: undefined },
  start: LoopState,
  signal?: AbortSignal,
): AsyncGenerator<StepEvent | EpochEvent, LoopEnd>;
export function runLoop(
  run: LoopRun,
  start: LoopState,
  signal: AbortSignal | undefined,
  elapsed: () => number,
): AsyncGenerator<StepEvent | EpochEvent | PassEvent | InterruptEvent, LoopEnd>;
export async function* runLoop(
  run: LoopRun,
  start: LoopState,
  signal?: AbortSignal,
  elapsed = stopwatch(),
): AsyncGenerator<StepEvent | EpochEvent | PassEvent | InterruptEvent, LoopEnd> {
  const breathe = eventLoopTurns();
  const { solver, objective, passes } = run;
  let loop = start;
  for (;;) {
    let ending: Ending | undefined;
    if (isBetweenEpochs(loop)) {
      const look = () => epochFit(run, loop);
      const epoch = epochEvent(
        run,
        loop,
        passes ? yield* passes.answer("epoch", loop, look) : look(),
        elapsed(),
      );
      loop = epoch.state;
      yield epoch;
      ending = epochEnding(epoch, run);
    }
    const { maxSteps, tolerance } = run.config;
    ending ??= solutionStatus(loop.solver, { maxSteps, tolerance, signal });
    if (ending) return { loop, ending, seconds: elapsed() };
    const step = () => solver.step(objective, loop.solver);
    loop = after(loop, passes ? yield* passes.answer("step", loop, step) : step());
    const look = () => (solver.stochastic ? undefined : run.validate?.(loop.solver.params));
    yield stepEvent(loop, passes ? yield* passes.answer("validation", loop, look) : look(), elapsed());
    await breathe();
  }
}

/** The state of a run that has not taken a step. */
export const freshLoop = ({ solver, objective }: LoopRun, params?: Float64Array): LoopState => ({
  solver: solver.init(objective, params ?? new Float64Array(objective.size)),
});

/** The state that the solver has come to; the passes that led there are of no more use. */
const after = ({ best }: LoopState, solver: SolverState): LoopState => (best ? { solver, best } : { solver });

/** Epochs that a mini-batch solver has finished; absent for the others. */
export const epochOf = ({ solver }: LoopState): number | undefined =>
  typeof solver.epoch === "number" ? solver.epoch : undefined;

const isBetweenEpochs = (loop: LoopState): boolean => loop.solver.row === 0 && (epochOf(loop) ?? 0) > 0;

function stepEvent(state: LoopState, validation: Fit | undefined, seconds: number): StepEvent {
  const { step, value: objective, gradientNorm } = state.solver;
  return { type: "step", step, objective, gradientNorm, validation, state, seconds };
}

/** The parameters over all samples. */
function epochFit({ objective, validate }: LoopRun, { solver: { params } }: LoopState) {
  return { ...measure(objective, params), validation: validate?.(params) };
}

/** Remembers the best parameters, where patience asks for it. */
function epochEvent(
  { config }: LoopRun,
  loop: LoopState,
  { value: objective, gradientNorm, validation }: ReturnType<typeof epochFit>,
  seconds: number,
): EpochEvent {
  const { step, params } = loop.solver;
  const epoch = epochOf(loop)!;
  let state = loop;
  if (config.patience !== undefined && validation!.logLoss < (loop.best?.validationLoss ?? Infinity))
    state = { ...loop, best: { params, validationLoss: validation!.logLoss, epoch } };
  return { type: "epoch", epoch, step, objective, gradientNorm, validation, state, seconds };
}

/** Converged by the measured gradient, or out of patience. */
function epochEnding(
  { epoch, objective, gradientNorm, state }: EpochEvent,
  run: LoopRun,
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
