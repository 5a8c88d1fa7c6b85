import type { Evaluation } from "@softmax/trainer";
import { create } from "zustand";
import type {
  ExplainedSample,
  InspectedRun,
  ModelWeights,
  PartName,
  SampleList,
} from "../../shared/ipc/inspect.js";
import type { RunId } from "../../shared/ipc/train.js";
import { askMain, askSession, onEvent } from "../client.js";
import { dismissProblem, Problem } from "../design/Banner.js";

/** A cell of the confusion matrix, by class index. */
export interface Cell {
  readonly truth: number;
  readonly predicted: number;
}

interface InspectState {
  readonly run: RunId | null;
  readonly opened: InspectedRun | null;
  readonly part: PartName | null;
  readonly evaluation: Evaluation | null;
  /** Whose samples are listed; null for all mistakes. */
  readonly cell: Cell | null;
  readonly list: SampleList | null;
  readonly sample: ExplainedSample | null;
  readonly weights: ModelWeights | null;
  /** Why the model cannot be looked at. */
  readonly problem: string | null;
  open(run: RunId): Promise<void>;
  setPart(part: PartName): Promise<void>;
  /** Measures the model on labelled data of their own; the person chooses them. */
  chooseFile(): Promise<void>;
  setCell(cell: Cell | null): Promise<void>;
  showMore(): Promise<void>;
  explain(index: number): Promise<void>;
}

const pageSize = 50;
const nothing = { evaluation: null, cell: null, list: null, sample: null };

/** What the Inspect view shows. Answers that come after something else was asked for are dropped. */
export const useInspect = create<InspectState>((set, get) => {
  const isStill = (run: RunId, part: PartName | null) => get().run === run && get().part === part;
  const ask = () => {
    const { run, part } = get();
    if (run === null || part === null) throw new Error("There are no rows to look at.");
    return { run, part };
  };
  return {
    run: null,
    opened: null,
    part: null,
    weights: null,
    problem: null,
    ...nothing,
    async open(run) {
      if (get().run === run) return;
      set({ run, opened: null, part: null, weights: null, problem: null, ...nothing });
      try {
        const opened = await askSession("inspect.open", { run });
        const weights = await askSession("inspect.weights", { run });
        if (get().run !== run) return;
        set({ opened, weights });
        if (opened.parts.length > 0) await get().setPart(opened.parts[0].name);
      } catch (error) {
        if (get().run === run) set({ problem: (error as Error).message });
      }
    },
    async setPart(part) {
      const { run } = get();
      if (run === null) return;
      set({ part, ...nothing });
      const evaluation = await askSession("inspect.evaluate", { run, part });
      if (!isStill(run, part)) return;
      set({ evaluation });
      await get().setCell(null);
    },
    async chooseFile() {
      const { run } = get();
      const file = run && (await askMain("files.chooseData", { kind: "file" }));
      if (!file) return;
      const asked = askSession("inspect.openFile", { run, handle: file.handle });
      const opened = await asked.catch((error: Error) => {
        throw new Problem(`${run} could not be measured on ${file.name}`, error.message);
      });
      dismissProblem();
      if (get().run !== run) return;
      set({ opened });
      await get().setPart("file");
    },
    async setCell(cell) {
      const { run, part } = ask();
      set({ cell, list: null, sample: null });
      const asked = { run, part, from: 0, count: pageSize };
      const list = await askSession("inspect.samples", cell ? { ...asked, cell } : asked);
      if (!isStill(run, part) || get().cell !== cell) return;
      set({ list });
      if (list.total > 0) await get().explain(list.samples[0].index);
    },
    async showMore() {
      const { run, part } = ask();
      const { cell, list } = get();
      if (!list) return;
      const asked = { run, part, from: list.samples.length, count: pageSize };
      const more = await askSession("inspect.samples", cell ? { ...asked, cell } : asked);
      if (get().list === list) set({ list: { ...more, samples: [...list.samples, ...more.samples] } });
    },
    async explain(index) {
      const { run, part } = ask();
      const { list } = get();
      const sample = await askSession("inspect.sample", { run, part, index });
      if (get().list === list) set({ sample });
    },
  };
});

/** Asked anew when the view is shown next: the session that knew the run is gone, or another project has one so called. */
const forget = () => useInspect.setState({ run: null });
onEvent("window.sessionLost", forget);
onEvent("files.projectChanged", forget);
