import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { isBeingWritten, type RunRecord, readRun } from "@softmax/trainer/node";
import type { Handlers } from "../shared/ipc/channel.js";
import { type RunId, runIdSchema } from "../shared/ipc/runId.js";
import type { RunList, RunRow, runsChannels } from "../shared/ipc/runs.js";
import type { Places } from "./places.js";
import { readCurve } from "./runsCurve.js";
import { readNote, writeNote } from "./runsNote.js";
import { runsTable } from "./runsTable.js";

export const runsHandlers = (places: Places): Handlers<typeof runsChannels> => ({
  "runs.list": () => listRuns(places),
  "runs.curve": ({ run }) => readCurve(join(places.project, run)),
  "runs.table": async () => runsTable((await listRuns(places)).runs),
  "runs.setNote": ({ run, note }) => writeNote(join(places.project, run), note),
});

async function listRuns(places: Places): Promise<RunList> {
  const runs: RunRow[] = [];
  const unreadable: { id: RunId; message: string }[] = [];
  for (const id of await runFolders(places.project)) {
    try {
      const path = join(places.project, id);
      const record = await readRun(path);
      const writing = !record.result && (await isBeingWritten(path));
      runs.push({ ...rowOf(id, record, await readNote(path)), writing });
    } catch (error) {
      unreadable.push({ id, message: places.withoutPaths((error as Error).message) });
    }
  }
  runs.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  return { project: basename(places.project), runs, unreadable };
}

/** The folders of the project that hold a `run.json`, made by whom ever. */
async function runFolders(project: string): Promise<RunId[]> {
  const entries = await readdir(project, { withFileTypes: true }).catch(() => []);
  const ids: RunId[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const names = await readdir(join(project, entry.name)).catch((): string[] => []);
    if (names.includes("run.json")) ids.push(runIdSchema.parse(entry.name));
  }
  return ids;
}

function rowOf(
  id: RunId,
  { startedAt, source, options, start, result }: RunRecord,
  note: string,
): Omit<RunRow, "writing"> {
  return {
    id,
    startedAt,
    data: basename(source.data),
    options,
    used: { ...start?.config },
    solver: start?.config.solver,
    classes: start?.classes.length,
    note,
    result: result && {
      status: result.status,
      message: result.message,
      steps: result.steps,
      seconds: result.seconds,
      objective: result.objective,
      certificate: result.certificate,
      trainAccuracy: result.train.accuracy,
      testAccuracy: result.test?.accuracy ?? null,
    },
  };
}
