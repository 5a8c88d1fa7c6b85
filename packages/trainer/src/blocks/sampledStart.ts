import { chooseLbfgs, chooseProximal, type Solver, solutionStatus, solverByName } from "@softmax/optim";
import { eventLoopTurns } from "../clock.js";
import type { StreamedRun } from "./prepareBlocks.js";
import { densityOf } from "./rowSample.js";

/** Nearer than this the minimum of a sample is not the minimum of all rows anyway. */
const TOLERANCE = 1e-4;
const MOST_STEPS = 100;

/**
 * Where to start: about the minimum over the sample. The error of that is what chance in the sample leaves, so that most
 * passes over all rows are saved, and preconditioners are those of a point near the minimum. From zero, as in memory,
 * where the sample is all rows, for losses that are not convex, and for gradient descent and mini-batches, which are
 * textbook methods and to be seen at work.
 * Where the signal aborts, it is wherever it had come to.
 */
export async function sampledStart(run: StreamedRun, signal?: AbortSignal): Promise<Float64Array> {
  const { sampleObjective: objective, sample, solver: chosen, loss } = run;
  const start = new Float64Array(objective.size);
  if (sample.isComplete || !loss.convex || chosen.stochastic || chosen.name === "gd") return start;
  const breathe = eventLoopTurns();
  const solver = solverFor(run);
  let state = solver.init(objective, start);
  while (!solutionStatus(state, { maxSteps: MOST_STEPS, tolerance: TOLERANCE })) {
    state = solver.step(objective, state);
    await breathe();
    if (signal?.aborted) break;
  }
  return state.value < state.initialValue ? state.params : start;
}

/** What `auto` stands for on the sample, of the two that cope with anything convex. */
function solverFor({ sample, store, loss, config }: StreamedRun): Solver {
  const { nRows: nSamples, nColumns: nFeatures } = sample.kernel;
  const nClasses = store.classes.length;
  const hasCurvature = loss.curvature !== undefined;
  const shape = { nSamples, nFeatures, nClasses, density: densityOf(store) };
  const traits = { ...shape, l1: config.l1, convex: true, hasHvp: loss.hvp !== undefined, hasCurvature };
  const { name, options } = (config.l1 > 0 ? chooseProximal : chooseLbfgs)(traits);
  return solverByName(name, { ...options, seed: config.seed });
}
