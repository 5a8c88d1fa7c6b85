import { useEffect } from "react";
import { create } from "zustand";
import type { RunRow } from "../../shared/ipc/runs.js";
import type { RunId } from "../../shared/ipc/train.js";
import { onEvent } from "../client.js";
import { report } from "../design/Toast.js";
import { useRuns } from "./runs.js";

/** The run whose model the person looks at or predicts with; null for the latest one that has a model. */
export const useChosenRun = create<{ readonly chosen: RunId | null; choose(run: RunId | null): void }>(
  (set) => ({
    chosen: null,
    choose: (chosen) => set({ chosen }),
  }),
);

const hasModel = ({ result }: RunRow): boolean => result !== undefined && result.status !== "diverged";

export interface ModelRuns {
  readonly run: RunId | null;
  /** Those that have a model, the latest first; undefined until they are known. */
  readonly runs: readonly RunRow[] | undefined;
}

/** The runs that have a model, and the one to show. */
export function useModelRuns(): ModelRuns {
  const chosen = useChosenRun((state) => state.chosen);
  const list = useRuns((state) => state.list);
  const runs = list?.runs.filter(hasModel);
  const found = runs?.find(({ id }) => id === chosen) ?? runs?.[0];
  return { run: found?.id ?? null, runs };
}

/** Opens the run that is to be shown, where another one is `known`. */
export function useOpenedRun(
  run: RunId | null,
  known: RunId | null | undefined,
  open: (run: RunId) => Promise<void>,
): void {
  useEffect(() => {
    if (run !== null && known !== run) report(open(run));
  }, [run, known, open]);
}

const latest = () => useChosenRun.getState().choose(null);
onEvent("train.ended", latest);
onEvent("files.projectChanged", latest);
