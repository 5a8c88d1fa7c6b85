import { create } from "zustand";
import type { TuneEvents } from "../../shared/ipc/tune.js";
import { askSession, onEvent } from "../client.js";
import { useData } from "./data.js";
import { useTrain } from "./train.js";

interface TuneState {
  readonly status: "idle" | "running" | "ended";
  readonly progress: TuneEvents["tune.progress"] | null;
  readonly result: TuneEvents["tune.ended"] | null;
  readonly problem: string | null;
  /** Folds and share of l1, as typed; what is absent is left to the trainer's defaults. */
  readonly tuning: Readonly<Record<string, unknown>>;
  setTuning(name: string, value: unknown): void;
  begin(): Promise<void>;
  /** Takes a penalty of the path into the run's options, to the four digits that the command line prints. */
  use(index: number): void;
}

/** Cross-validation of the penalty. */
export const useTune = create<TuneState>((set, get) => ({
  status: "idle",
  progress: null,
  result: null,
  problem: null,
  tuning: {},
  setTuning(name, value) {
    const { [name]: _, ...others } = get().tuning;
    set({ tuning: value === undefined ? others : { ...others, [name]: value }, problem: null });
  },
  async begin() {
    const { dataset, label } = useData.getState();
    if (!dataset || label === null) return;
    set({ status: "running", progress: null, result: null, problem: null });
    const options = { label, ...useTrain.getState().options };
    try {
      await askSession("tune.start", { dataset: dataset.id, options, tuning: get().tuning });
    } catch (error) {
      set({ status: "idle", problem: (error as Error).message });
    }
  },
  use(index) {
    const { l2, l1 } = get().result!.path[index];
    const { options, setOptions } = useTrain.getState();
    const { C: _, l2: _l2, l1: _l1, ...others } = options;
    setOptions({ ...others, l2: fourDigits(l2), ...(l1 > 0 ? { l1: fourDigits(l1) } : {}) });
  },
}));

const fourDigits = (value: number): number => Number(value.toPrecision(4));

onEvent("tune.progress", (progress) => useTune.setState({ progress }));
onEvent("tune.ended", (result) => useTune.setState({ status: "ended", result, progress: null }));
onEvent("tune.failed", ({ message }) =>
  useTune.setState({ status: "idle", problem: message, progress: null }),
);
onEvent("window.sessionLost", () => useTune.setState({ status: "idle", progress: null }));
