import { create } from "zustand";
import type { DataProfile, DataSource, DatasetSummary, LabelSummary } from "../../shared/ipc/data.js";
import type { ChosenFile } from "../../shared/ipc/files.js";
import { askMain, askSession, onEvent } from "../client.js";
import { dismissProblem, Problem } from "../design/Banner.js";
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
  /** Duplicates and what columns hold; null until it is known. */
  readonly profile: DataProfile | null;
  /** A test set that was chosen apart. */
  readonly testFile: ChosenFile | null;
  open(source: DataSource, name: string): Promise<void>;
  choose(kind: "file" | "folder"): Promise<void>;
  setLabel(label: string): Promise<void>;
  /** Asks for a file with test rows. */
  chooseTest(): Promise<void>;
  setTest(file: ChosenFile | null): Promise<void>;
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
  profile: null,
  testFile: null,
  async open(source, name) {
    set({ opening: name });
    try {
      const dataset = await askSession("data.open", { source }).catch((error: Error) => {
        throw new Problem(`${name} could not be opened`, error.message);
      });
      dismissProblem();
      const previous = get().dataset;
      set({ place: "dataset", dataset, source, ...nothingChosen });
      useView.getState().show("data");
      if (previous) await askSession("data.close", { dataset: previous.id });
      report(profile(dataset));
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
  async chooseTest() {
    const file = await askMain("files.chooseData", { kind: "file" });
    if (file) await get().setTest(file);
  },
  async setTest(file) {
    const { dataset } = get();
    if (!dataset) return;
    const asked = askSession("data.setTest", { dataset: dataset.id, test: file?.handle ?? null });
    const nTest = await asked.catch((error: Error) => {
      throw new Problem(`${file?.name} cannot be the test set`, error.message);
    });
    dismissProblem();
    set({ testFile: file, dataset: { ...dataset, nTest } });
  },
}));

const nothingChosen = {
  label: null,
  labelSummary: null,
  labelProblem: null,
  profile: null,
  testFile: null,
};

async function profile({ id }: DatasetSummary): Promise<void> {
  const known = await askSession("data.profile", { dataset: id });
  if (useData.getState().dataset?.id === id) useData.setState({ profile: known });
}

onEvent("files.opened", ({ handle, name }) =>
  report(useData.getState().open({ kind: "file", handle }, name)),
);

onEvent("data.redrawn", ({ dataset: id }) => {
  const { dataset, label } = useData.getState();
  if (dataset?.id !== id) return;
  report(profile(dataset));
  if (label !== null)
    report(
      askSession("data.label", { dataset: id, label }).then((labelSummary) =>
        useData.setState({ labelSummary }),
      ),
    );
});

/** A new session knows nothing of the data: they are read once more, and everything stays as it was chosen. */
onEvent("window.sessionLost", () => {
  const { source, dataset } = useData.getState();
  useData.setState({ dataset: null });
  if (source && dataset) report(reopen(source, dataset.name));
});

async function reopen(source: DataSource, name: string): Promise<void> {
  const { label, testFile, setLabel, setTest } = useData.getState();
  useData.setState({ opening: name });
  try {
    useData.setState({ dataset: await askSession("data.open", { source }) });
    if (testFile) await setTest(testFile);
    if (label !== null) await setLabel(label);
  } finally {
    useData.setState({ opening: null });
  }
}
