import { create } from "zustand";
import type { RunCurve, RunList, RunRow } from "../../shared/ipc/runs.js";
import type { RunId } from "../../shared/ipc/train.js";
import { askMain, askSession, onEvent } from "../client.js";
import { report } from "../design/Toast.js";
import { useData } from "./data.js";
import { isActive, useTrain } from "./train.js";
import { useView } from "./view.js";

/** As many curves as there are colors for. */
const mostSelected = 8;

interface RunsState {
  readonly list: RunList | null;
  /** The runs whose curves are laid over each other, in the order they were chosen. */
  readonly selected: readonly RunId[];
  readonly curves: ReadonlyMap<RunId, RunCurve>;
  refresh(): Promise<void>;
  select(runs: readonly RunId[]): void;
  setNote(run: RunId, note: string): Promise<void>;
  /** Asks, then moves the selected runs to the trash. */
  trash(): Promise<void>;
  /** Goes on with an interrupted run, on its data read once more. */
  resume(run: RunId): Promise<void>;
  /** Opens the run's data and takes its settings over into the Train view. */
  reuse(run: RunId): Promise<void>;
}

/** The runs of the project, as they were when last looked at. */
export const useRuns = create<RunsState>((set, get) => ({
  list: null,
  selected: [],
  curves: new Map(),
  async refresh() {
    const list = await askSession("runs.list");
    const there = new Set(list.runs.map(({ id }) => id));
    set({ list });
    get().select(get().selected.filter((id) => there.has(id)));
  },
  select(runs) {
    const selected = runs.slice(-mostSelected);
    set({ selected });
    for (const run of selected) report(loadCurve(run));
  },
  async setNote(run, note) {
    await askSession("runs.setNote", { run, note });
    const { list } = get();
    if (list)
      set({ list: { ...list, runs: list.runs.map((row) => (row.id === run ? { ...row, note } : row)) } });
  },
  async trash() {
    const runs = get().selected.filter((id) => !isTraining(id));
    if (runs.length === 0) return;
    const moved = await askMain("runs.trash", { runs: [...runs] });
    get().select(get().selected.filter((id) => !moved.includes(id)));
    await get().refresh();
  },
  async resume(run) {
    const { data } = row(run);
    await useData.getState().open({ kind: "run", run }, data);
    const { dataset } = useData.getState();
    if (!dataset) return;
    await askSession("train.continue", { run, dataset: dataset.id });
    useView.getState().show("train");
  },
  async reuse(run) {
    const { data, options } = row(run);
    await useData.getState().open({ kind: "run", run }, data);
    const { label: _, ...others } = options;
    useTrain.setState({ options: others, problem: null });
    useView.getState().show("train");
  },
}));

const row = (run: RunId): RunRow => useRuns.getState().list!.runs.find(({ id }) => id === run)!;

async function loadCurve(run: RunId): Promise<void> {
  const curve = await askSession("runs.curve", { run });
  useRuns.setState(({ curves }) => ({ curves: new Map(curves).set(run, curve) }));
}

/** Whether it is this run that goes on in this window. */
export function isTraining(run: RunId): boolean {
  const active = useTrain.getState();
  return active.run === run && isActive(active.status);
}

const refresh = () => report(useRuns.getState().refresh());
onEvent("train.started", refresh);
onEvent("train.ended", refresh);
onEvent("train.failed", refresh);
onEvent("files.projectChanged", () => {
  useRuns.setState({ selected: [], curves: new Map() });
  refresh();
});
