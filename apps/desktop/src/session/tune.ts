import { decidedByTuning, parseRunConfig, type RunOptions, type TuningOptions, tune } from "@softmax/trainer";
import type { Handlers } from "../shared/ipc/channel.js";
import type { tuneChannels } from "../shared/ipc/tune.js";
import { drawnBy } from "./data.js";
import type { TrainEnvironment } from "./train.js";

/** Milliseconds between two messages: a bar that moves ten times a second moves smoothly. */
const interval = 100;

export function tuneHandlers({ places, datasets, send }: TrainEnvironment): Handlers<typeof tuneChannels> {
  let active: AbortController | undefined;
  const follow = async (events: ReturnType<typeof tune>) => {
    let toldAt = Number.NEGATIVE_INFINITY;
    for await (const event of events) {
      if (event.type === "end") {
        const { path, best, oneStandardError, folds, seconds } = event.result;
        const shown = path.map(({ folds: _, ...means }) => means);
        send("tune.ended", { path: shown, best, oneStandardError, folds, seconds });
      } else if (event.type === "fit" && performance.now() - toldAt >= interval) {
        const { done, total, seconds } = event;
        send("tune.progress", { done, total, seconds });
        toldAt = performance.now();
      }
    }
  };
  return {
    "tune.start": ({ dataset, options, tuning }) => {
      if (active) throw new Error("Cross-validation is going on; stop it first.");
      const kept = Object.entries(options).filter(([name]) => !(decidedByTuning as string[]).includes(name));
      const asked = Object.fromEntries(kept) as RunOptions;
      const { seed } = parseRunConfig(asked);
      const abort = new AbortController();
      active = abort;
      drawnBy(seed, datasets, dataset, send)
        .then(({ dataset: drawn }) =>
          follow(tune(drawn, asked, tuning as TuningOptions, { signal: abort.signal })),
        )
        .catch((error: Error) => {
          const message = abort.signal.aborted ? null : places.withoutPaths(error.message);
          send("tune.failed", { message });
        })
        .finally(() => {
          active = undefined;
        });
    },
    "tune.stop": () => active?.abort(),
  };
}
