import { open, readFile } from "node:fs/promises";
import type { EpochEvent, StartEvent, StepEvent } from "../events.js";
import { namingPath, writeAtomically } from "./writeAtomically.js";

/** The growing `metrics.jsonl` of a run. */
export interface MetricsLog {
  /**
   * Takes the line of an event, which is in the file within a quarter of a second, also while nothing else happens.
   *
   * @throws what writing an earlier line threw
   */
  add(event: StepEvent | EpochEvent): void;
  /** Resolves when every line so far is in the file. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds that a line waits for others; a write for each would take as long as a step on small data. */
const PATIENCE = 250;

/**
 * Opens the log for a run that starts or goes on at `resumedAt`: lines of later steps, and lines that an
 * interruption cut off, are dropped.
 *
 * Every epoch is a line; so is every step of a full-batch solver, and at most 20 an epoch of a mini-batch one.
 */
export async function openMetricsLog(
  path: string,
  { resumedAt, config, nSamples }: Omit<StartEvent, "type">,
): Promise<MetricsLog> {
  await writeAtomically(path, await linesUpTo(path, resumedAt));
  const file = await open(path, "a");
  const every = config.epochs && config.batchSize ? Math.ceil(nSamples.train / config.batchSize / 20) : 1;
  const lines = linesWrittenTogether((text) =>
    file.appendFile(text).catch((error) => {
      throw namingPath(error, path);
    }),
  );
  return {
    add(event) {
      if (event.type === "step" && event.step % every !== 0) return;
      const { state: _, ...line } = event;
      lines.add(`${JSON.stringify(line)}\n`);
    },
    flush: lines.flush,
    close: () => lines.flush().finally(() => file.close()),
  };
}

/** Collects lines and writes them together, in order; what a write throws, the next call does. */
export function linesWrittenTogether(write: (text: string) => Promise<void>) {
  let waiting = "";
  let written = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failure: { readonly error: unknown } | undefined;

  const writeWaiting = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === "") return;
    const text = waiting;
    waiting = "";
    written = written
      .then(() => write(text))
      .catch((error) => {
        failure ??= { error };
      });
  };
  const throwFailure = () => {
    if (failure) throw failure.error;
  };
  return {
    add(line: string): void {
      throwFailure();
      waiting += line;
      timer ??= setTimeout(writeWaiting, PATIENCE);
    },
    async flush(): Promise<void> {
      writeWaiting();
      await written;
      throwFailure();
    },
  };
}

/** Lines that are not JSON were cut off, by an interruption or a failing disk. */
async function linesUpTo(path: string, step: number): Promise<string> {
  if (step === 0) return "";
  const text = await readFile(path, "utf8").catch(() => "");
  const kept = text.split("\n").filter((line) => isBefore(line, step));
  return kept.map((line) => `${line}\n`).join("");
}

/** The epoch that ended at the very step is measured and logged again. */
function isBefore(line: string, step: number): boolean {
  try {
    const event = JSON.parse(line);
    return event.type === "epoch" ? event.step < step : event.step <= step;
  } catch {
    return false;
  }
}
