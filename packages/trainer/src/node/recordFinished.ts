import { join } from "node:path";
import type { FinishedRun } from "../events.js";
import { encodeModel } from "../modelFile.js";
import { type OpenRun, runFiles } from "./runFolder.js";
import { runText } from "./runRecord.js";
import { writeAtomically } from "./writeAtomically.js";

/**
 * Writes into a new run's folder what a run left that is over: the same files as `recordRun`, but for the checkpoint,
 * which only a run of this process can go on from.
 *
 * @example
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * const folder = await mkdtemp(join(tmpdir(), "iris-"));
 * const events = train(await loadDataset("iris"), { l2: 1e-3 });
 * const { value: start } = await events.next();
 * const result = await fit(await loadDataset("iris"), { l2: 1e-3 });
 * await recordFinished(await createRun(folder, { data: "iris" }, {}), { start, objectives: [1.1, 0.5], result });
 * (await readModel(folder)).predict([[5.1, 3.5, 1.4, 0.2]]); // ["setosa"]
 * await rm(folder, { recursive: true });
 */
export async function recordFinished(
  { path, record }: OpenRun,
  { start: { type: _, ...start }, objectives, result }: FinishedRun,
): Promise<void> {
  const { model, config: _config, ...summary } = result;
  const lines = objectives
    .slice(1)
    .map((objective, k) => JSON.stringify({ type: "step", step: k + 1, objective, gradientNorm: null }));
  await writeAtomically(join(path, runFiles.metrics), lines.map((line) => `${line}\n`).join(""));
  await writeAtomically(join(path, runFiles.model), encodeModel(model));
  await writeAtomically(join(path, runFiles.run), runText({ ...record, start, result: summary }));
}
