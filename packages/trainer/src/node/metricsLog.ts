import { open, readFile } from "node:fs/promises";
import type { EpochEvent, StartEvent, StepEvent } from "../events.js";
import { writeAtomically } from "./writeAtomically.js";

/** The growing `metrics.jsonl` of a run. */
export interface MetricsLog {
  add(event: StepEvent | EpochEvent): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the log for a run that starts or goes on at `resumedAt`: lines of later steps, and a last line that
 * an interruption cut off, are dropped.
 *
 * Every epoch is a line; of steps every one of a full-batch solver, and 20 an epoch of a mini-batch solver.
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

async function linesUpTo(path: string, step: number): Promise<string> {
  if (step === 0) return "";
  const text = await readFile(path, "utf8").catch(() => "");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const kept = whole.split("\n").filter((line) => line !== "" && JSON.parse(line).step <= step);
  return kept.map((line) => `${line}\n`).join("");
}
