import { open, readFile } from "node:fs/promises";
import type { EpochEvent, StartEvent, StepEvent } from "../events.js";
import { writeAtomically } from "./writeAtomically.js";

/** The growing `metrics.jsonl` of a run. */
export interface MetricsLog {
  add(event: StepEvent | EpochEvent): Promise<void>;
  close(): Promise<void>;
}

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
  return {
    async add(event) {
      if (event.type === "step" && event.step % every !== 0) return;
      const { state: _, ...line } = event;
      await file.write(`${JSON.stringify(line)}\n`);
    },
    close: () => file.close(),
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
