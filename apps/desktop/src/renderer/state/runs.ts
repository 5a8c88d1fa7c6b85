import { create } from "zustand";
import type { RunList } from "../../shared/ipc/runs.js";
import { askSession, onEvent } from "../client.js";
import { report } from "../design/Toast.js";

/** The runs of the project, as they were when last looked at. */
export const useRuns = create<{ readonly list: RunList | null; refresh(): Promise<void> }>((set) => ({
  list: null,
  async refresh() {
    set({ list: await askSession("runs.list") });
  },
}));

const refresh = () => report(useRuns.getState().refresh());
onEvent("train.started", refresh);
onEvent("train.ended", refresh);
onEvent("files.projectChanged", refresh);
