import type { RunSummary } from "@softmax/trainer/node";
import { create } from "zustand";
import type { OptionField, Progress, RunId, TrainEvents } from "../../shared/ipc/train.js";
import { askSession, onEvent } from "../client.js";
import { showProblem } from "../design/Toast.js";
import { type Curve, emptyCurve, extendCurve } from "./curve.js";
import { useData } from "./data.js";

type Status = "idle" | "starting" | "running" | "paused" | "ended" | "failed";

interface TrainState {
  readonly fields: readonly OptionField[];
  /** What the person typed, by option; an option that is absent is left to its default. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly status: Status;
  readonly run: RunId | null;
  readonly start: TrainEvents["train.started"]["start"] | null;
  readonly curve: Curve;
  /** The curve's last step: it changes with every addition. */
  readonly reached: number;
  readonly latest: Progress | null;
  readonly result: RunSummary | null;
  readonly problem: string | null;
  setOption(name: string, value: unknown): void;
  loadFields(): Promise<void>;
  begin(paused?: boolean): Promise<void>;
  step(): Promise<void>;
}

/** The run that goes on, or the last one. */
export const useTrain = create<TrainState>((set, get) => ({
  fields: [],
  options: {},
  status: "idle",
  run: null,
  start: null,
  curve: emptyCurve(),
  reached: 0,
  latest: null,
  result: null,
  problem: null,
  setOption(name, value) {
    const { [name]: _, ...others } = get().options;
    set({ options: value === undefined ? others : { ...others, [name]: value }, problem: null });
  },
  async loadFields() {
    if (get().fields.length === 0) set({ fields: await askSession("train.options") });
  },
  async begin(paused = false) {
    const { dataset, label } = useData.getState();
    if (!dataset || label === null) return;
    set({ ...fresh(), status: "starting" });
    try {
      const options = { label, ...get().options };
      set({ run: await askSession("train.start", { dataset: dataset.id, options, paused }) });
    } catch (error) {
      set({ status: "failed", problem: (error as Error).message });
    }
  },
  async step() {
    if (!isActive(get().status)) await get().begin(true);
    if (get().status !== "failed") await askSession("train.step");
  },
}));

export const isActive = (status: Status): boolean =>
  status === "starting" || status === "running" || status === "paused";

const fresh = () => ({
  run: null,
  start: null,
  curve: emptyCurve(),
  reached: 0,
  latest: null,
  result: null,
  problem: null,
});

onEvent("train.started", ({ run, start }) => useTrain.setState({ run, start, status: "running" }));
onEvent("train.state", ({ state }) => useTrain.setState({ status: state }));
onEvent("train.ended", ({ result }) => useTrain.setState({ status: "ended", result }));
onEvent("train.failed", ({ message }) => useTrain.setState({ status: "failed", problem: message }));

onEvent("train.progress", (progress) => {
  const { curve } = useTrain.getState();
  extendCurve(curve, progress);
  useTrain.setState({ latest: progress, reached: progress.steps.at(-1)! });
});

onEvent("window.sessionLost", ({ reason }) => {
  const { status } = useTrain.getState();
  const kept = "What was saved of the run is in the project.";
  if (isActive(status)) useTrain.setState({ status: "failed", problem: `${reason} ${kept}` });
  showProblem(reason);
});
