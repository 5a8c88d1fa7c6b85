import { create } from "zustand";
import type { DataSource, DatasetSummary, LabelSummary } from "../../shared/ipc/data.js";
import { askMain, askSession, onEvent } from "../client.js";
import { report } from "../design/Toast.js";
import { useView } from "./view.js";

interface DataState {
  /** What the Data view shows: the choice of data, those that are open, or the canvas for points. */
  readonly place: "choice" | "dataset" | "points";
  readonly dataset: DatasetSummary | null;
  readonly source: DataSource | null;
  /** The name of what is being read. */
  readonly opening: string | null;
  readonly label: string | null;
  readonly labelSummary: LabelSummary | null;
  /** Why the chosen column cannot be the label. */
  readonly labelProblem: string | null;
  open(source: DataSource, name: string): Promise<void>;
  choose(kind: "file" | "folder"): Promise<void>;
  setLabel(label: string): Promise<void>;
}

/** The data that are open, and what is to be predicted. */
export const useData = create<DataState>((set, get) => ({
  place: "choice",
  dataset: null,
  source: null,
  opening: null,
  label: null,
  labelSummary: null,
  labelProblem: null,
  async open(source, name) {
    set({ opening: name });
    try {
      const dataset = await askSession("data.open", { source });
      const previous = get().dataset;
      set({ place: "dataset", dataset, source, label: null, labelSummary: null, labelProblem: null });
      useView.getState().show("data");
      if (previous) await askSession("data.close", { dataset: previous.id });
      if (dataset.label !== undefined) await get().setLabel(dataset.label);
    } finally {
      set({ opening: null });
    }
  },
  async choose(kind) {
    const file = await askMain("files.chooseData", { kind });
    if (file) await get().open({ kind: "file", handle: file.handle }, file.name);
  },
  async setLabel(label) {
    const { dataset } = get();
    if (!dataset) return;
    set({ label, labelSummary: null, labelProblem: null });
    try {
      set({ labelSummary: await askSession("data.label", { dataset: dataset.id, label }) });
    } catch (error) {
      set({ labelProblem: (error as Error).message });
    }
  },
}));

onEvent("files.opened", ({ handle, name }) =>
  report(useData.getState().open({ kind: "file", handle }, name)),
);

/** A new session knows nothing of the data; read them once more. */
onEvent("window.sessionLost", () => {
  const { source, dataset, open } = useData.getState();
  useData.setState({ dataset: null });
  if (source && dataset) report(open(source, dataset.name));
});
