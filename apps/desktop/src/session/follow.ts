import type { EpochEvent, StepEvent, TrainEvent, TrainResult } from "@softmax/trainer";
import type { RunSummary } from "@softmax/trainer/node";
import type { StoredStep } from "./history.js";
import type { Pace } from "./pace.js";
import type { Recording } from "./pictures.js";
import { ProgressFeed } from "./progress.js";
import type { Send } from "./send.js";
import { Share } from "./share.js";

/** Of the run's time, what measuring its parameters may take. */
const measuring = 0.1;

/** Drives the run to its end, as fast as its pace allows; keeps its parameters and tells of them. */
export async function follow(
  pace: Pace,
  recording: Recording,
  events: AsyncGenerator<TrainEvent>,
  send: Send,
): Promise<RunSummary> {
  const { run } = recording;
  const feed = new ProgressFeed(run, (progress) => send("train.progress", progress));
  const share = new Share(measuring);
  for await (const event of events) {
    if (event.type === "end") {
      keepResult(recording, event.result);
      feed.flush();
      const { model: _, config: _config, ...result } = event.result;
      return result;
    }
    if (event.type === "start") send("train.started", { run, start: event });
    else {
      const stored = storedStep(event);
      recording.history.add(stored);
      if (share.due || pace.paused) share.spend(() => recording.measure(stored));
      feed.add(event, stored.fit);
    }
    // The end of an epoch is measured between two steps; it is none.
    if (event.type === "epoch") continue;
    if (pace.paused) {
      feed.flush();
      send("train.state", { run, state: "paused" });
    }
    await pace.next();
  }
  throw new Error("the run ended without a result");
}

function storedStep({
  step,
  objective,
  gradientNorm,
  validation,
  seconds,
  state,
}: StepEvent | EpochEvent): StoredStep {
  return { step, objective, gradientNorm, validation, seconds, params: state.solver.params };
}

/** The last stop is the model itself, with the result's own numbers. */
function keepResult({ history }: Recording, result: TrainResult): void {
  const { model, steps, objective, gradientNorm, validation, seconds, train, certificate } = result;
  const params = new Float64Array(model.weights.length + model.bias.length);
  params.set(model.weights);
  params.set(model.bias, model.weights.length);
  const fit = validation && {
    logLoss: validation.logLoss ?? Number.NaN,
    accuracy: validation.accuracy ?? Number.NaN,
  };
  const stored: StoredStep = {
    step: steps,
    objective: objective.value,
    gradientNorm,
    validation: fit,
    seconds,
    params,
    final: true,
    fit: { train, certificate },
  };
  history.add(stored);
  history.measured(stored);
}
