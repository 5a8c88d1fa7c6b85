import type { Prepared, TrainingFit } from "@softmax/trainer";
import type { Handlers } from "../shared/ipc/channel.js";
import type { picturesChannels, StepPicture } from "../shared/ipc/pictures.js";
import type { RunId } from "../shared/ipc/runId.js";
import { History, type StoredStep } from "./history.js";
import { SceneOf } from "./scene.js";

/** What is kept of the last run to show it. */
export class Recording {
  readonly run: RunId;
  readonly history: History;
  readonly #prepared: Prepared;
  #scene: SceneOf | undefined;

  constructor(run: RunId, prepared: Prepared) {
    this.run = run;
    this.#prepared = prepared;
    const confusion = 8 * prepared.classes.length ** 2;
    this.history = new History(confusion);
  }

  get scene(): SceneOf {
    this.#scene ??= new SceneOf(this.#prepared);
    return this.#scene;
  }

  /** Metrics and certificate of the step's own parameters. */
  measure(stored: StoredStep): TrainingFit {
    stored.fit ??= this.#prepared.measure(stored.params);
    this.history.measured(stored);
    return stored.fit;
  }
}

/** The recording of the last run; `train` replaces it. */
export interface Recordings {
  last: Recording | undefined;
}

export function picturesHandlers(recordings: Recordings): Handlers<typeof picturesChannels> {
  const of = (run: RunId) => {
    if (recordings.last?.run !== run)
      throw new Error("The steps of this run are no longer kept; only those of the last run are.");
    return recordings.last;
  };
  return {
    "pictures.scene": ({ run }) => ({ run, ...of(run).scene.description }),
    "pictures.points": ({ run, axes }) => of(run).scene.points(axes),
    "pictures.steps": ({ run }) => Int32Array.from(of(run).history.steps),
    "pictures.at": ({ run, step, axes, probabilities, weights }) => {
      const recording = of(run);
      const { history, scene } = recording;
      const stored = step === null ? history.latest : history.get(step);
      if (!stored) throw new Error(`The parameters of step ${step ?? 0} are not kept.`);
      const { params } = stored;
      return {
        ...numbersOf(run, stored, recording),
        plane: axes && scene.plane(params, axes),
        probabilities: probabilities ? Float32Array.from(scene.probabilities(params)) : undefined,
        weights: weights && scene.pixels ? scene.images(params) : undefined,
      };
    },
  };
}

function numbersOf(run: RunId, stored: StoredStep, recording: Recording): StepPicture {
  const { train, certificate } = recording.measure(stored);
  const { step, objective, gradientNorm, validation, seconds, final = false } = stored;
  return {
    run,
    step,
    final,
    objective,
    gradientNorm,
    validationLoss: validation?.logLoss ?? Number.NaN,
    validationAccuracy: validation?.accuracy ?? Number.NaN,
    trainLoss: train.logLoss,
    trainAccuracy: train.accuracy,
    gap: certificate.gap,
    seconds,
    confusion: train.confusion,
  };
}
