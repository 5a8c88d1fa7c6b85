import { create } from "zustand";
import type { ChosenFile } from "../../shared/ipc/files.js";
import type { Batch, SampleForm, SamplePrediction, SampleValue } from "../../shared/ipc/predict.js";
import type { RunId } from "../../shared/ipc/train.js";
import { askSession, onEvent } from "../client.js";

interface PredictState {
  readonly run: RunId | null;
  readonly form: SampleForm | null;
  readonly values: Readonly<Record<string, SampleValue>>;
  /** The image as the model sees it. */
  readonly pixels: Uint8Array | null;
  /** The row of the data that is shown, until something is changed. */
  readonly exampleRow: number | null;
  readonly prediction: SamplePrediction | null;
  /** Why there is no prediction, in a sentence. */
  readonly problem: string | null;
  readonly batch: Batch | null;
  /** Why a file cannot be predicted. */
  readonly batchProblem: string | null;
  /** The name of the file that is being predicted. */
  readonly reading: string | null;
  open(run: RunId): Promise<void>;
  setValue(column: string, value: SampleValue): Promise<void>;
  setPixels(pixels: Uint8Array): Promise<void>;
  showExample(index: number): Promise<void>;
  clear(): Promise<void>;
  predictFile(file: ChosenFile): Promise<void>;
}

const untouched = {
  values: {},
  pixels: null,
  exampleRow: null,
  prediction: null,
  problem: null,
  batch: null,
  batchProblem: null,
  reading: null,
};

/** What the Predict view shows. Of several questions under way only the latest one's answer counts. */
export const usePredict = create<PredictState>((set, get) => {
  let asked = 0;
  const predict = async () => {
    const { run, form, values, pixels } = get();
    if (run === null || !form) return;
    const question = ++asked;
    if (form.image && !pixels) return set({ prediction: null, problem: null });
    try {
      const prediction = pixels
        ? await askSession("predict.picture", { run, pixels })
        : await askSession("predict.sample", { run, values });
      if (question === asked) set({ prediction, problem: null });
    } catch (error) {
      if (question === asked) set({ prediction: null, problem: (error as Error).message });
    }
  };
  return {
    run: null,
    form: null,
    ...untouched,
    async open(run) {
      if (get().run === run) return;
      set({ run, form: null, ...untouched });
      try {
        const form = await askSession("predict.form", { run });
        if (get().run !== run) return;
        set({ form });
        await (form.nExamples > 0 ? get().showExample(0) : predict());
      } catch (error) {
        if (get().run === run) set({ problem: (error as Error).message });
      }
    },
    setValue(column, value) {
      set({ values: { ...get().values, [column]: value }, exampleRow: null });
      return predict();
    },
    setPixels(pixels) {
      set({ pixels, exampleRow: null });
      return predict();
    },
    async showExample(index) {
      const { run } = get();
      if (run === null) return;
      const { row, values, pixels } = await askSession("predict.example", { run, index });
      if (get().run !== run) return;
      set({ exampleRow: row, values, pixels: pixels ?? null });
      await predict();
    },
    clear() {
      set({ values: {}, pixels: null, exampleRow: null });
      return predict();
    },
    async predictFile({ handle, name }) {
      const { run } = get();
      if (run === null) return;
      set({ reading: name, batchProblem: null });
      try {
        const batch = await askSession("predict.file", { run, handle });
        if (get().run === run) set({ batch });
      } catch (error) {
        if (get().run === run) set({ batch: null, batchProblem: (error as Error).message });
      } finally {
        set({ reading: null });
      }
    },
  };
});

const forget = () => usePredict.setState({ run: null });
onEvent("window.sessionLost", forget);
onEvent("files.projectChanged", forget);
