import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isBeingWritten } from "@softmax/trainer/node";
import { type BrowserWindow, dialog, shell } from "electron";
import type { RunId } from "../shared/ipc/runId.js";
import { saveFile } from "./saveFile.js";

/** Asks, then moves the runs' folders to the system's trash. Resolves to those that were moved. */
export async function trashRuns(
  window: BrowserWindow,
  project: string,
  runs: readonly RunId[],
): Promise<readonly RunId[]> {
  for (const run of runs) {
    if (!existsSync(join(project, run, "run.json"))) throw new Error(`${run} is no run of this project.`);
    if (await isBeingWritten(join(project, run))) throw new Error(`${run} is being trained; stop it first.`);
  }
  const { response } = await dialog.showMessageBox(window, {
    type: "question",
    message: runs.length === 1 ? `Move ${runs[0]} to the trash?` : `Move ${runs.length} runs to the trash?`,
    detail: "Model, curve and note go with it. The system's trash can give them back.",
    buttons: ["Move to Trash", "Cancel"],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) return [];
  for (const run of runs) await shell.trashItem(join(project, run));
  return runs;
}

/** Saves a copy of the run's model where the person says. */
export async function exportModel(
  window: BrowserWindow,
  project: string,
  run: RunId,
): Promise<string | null> {
  const bytes = await readFile(join(project, run, "model.safetensors")).catch(() => {
    throw new Error(`${run} has no model: it has not ended yet, or it diverged.`);
  });
  return saveFile(window, run, "safetensors", bytes);
}
