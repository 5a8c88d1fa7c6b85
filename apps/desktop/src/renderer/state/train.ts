import type { RunSummary } from "@softmax/trainer/node";
import { create } from "zustand";
import type { OptionField, Progress, Recipe, RunId, TrainEvents } from "../../shared/ipc/train.js";
import { askSession, onEvent } from "../client.js";
import { keepProblem, Problem } from "../design/Banner.js";
import {
  type Curve,
  emptyCurve,
  emptyMeasured,
  extendCurve,
  extendMeasured,
  type MeasuredCurve,
} from "./curve.js";
import { useData } from "./data.js";

type Status = "idle" | "starting" | "running" | "paused" | "ended" | "failed";

interface TrainState {
  readonly fields: readonly OptionField[];
  /** What the person typed, by option; an option that is absent is left to its default. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Changes when options were set other than by typing them. */
  readonly revision: number;
  /** The options as a command; null until it has arrived. */
  readonly recipe: Recipe | null;
  readonly status: Status;
  readonly run: RunId | null;
  /** What a cluster does for the run now; null where the run goes on here, or has ended. */
  readonly doing: string | null;
  readonly start: TrainEvents["train.started"]["start"] | null;
  readonly curve: Curve;
  readonly measured: MeasuredCurve;
  /** The curve's last step: it changes with every addition. */
  readonly reached: number;
  readonly latest: Progress | null;
  readonly result: RunSummary | null;
  readonly problem: string | null;
  setOption(name: string, value: unknown): void;
  setOptions(options: Readonly<Record<string, unknown>>): void;
  loadRecipe(): Promise<void>;
  loadFields(): Promise<void>;
  begin(paused?: boolean): Promise<void>;
  step(): Promise<void>;
}

const fresh = () => ({
  run: null,
  doing: null,
  start: null,
  curve: emptyCurve(),
  measured: emptyMeasured(),
  reached: 0,
  latest: null,
  result: null,
  problem: null,
});

/** The run that goes on, or the last one. */
export const useTrain = create<TrainState>((set, get) => ({
  fields: [],
  options: {},
  revision: 0,
  recipe: null,
  status: "idle",
  ...fresh(),
  setOption(name, value) {
    const { [name]: _, ...others } = get().options;
    set({ options: value === undefined ? others : { ...others, [name]: value }, problem: null });
  },
  setOptions(options) {
    set({ options, revision: get().revision + 1, problem: null });
  },
  async loadRecipe() {
    const asked = runOptions();
    if (asked) set({ recipe: await askSession("train.recipe", asked) });
  },
  async loadFields() {
    if (get().fields.length === 0) set({ fields: await askSession("train.options") });
  },
  async begin(paused = false) {
    const asked = runOptions();
    if (!asked) return;
    set({ ...fresh(), status: "starting" });
    try {
      set({ run: await askSession("train.start", { ...asked, paused }) });
    } catch (error) {
      set({ status: "failed", problem: (error as Error).message });
    }
  },
  async step() {
    if (!isActive(get().status)) await get().begin(true);
    if (get().status !== "failed") await askSession("train.step");
  },
}));

/** What a run would be started with; undefined without data or a label. */
export function runOptions() {
  const { dataset, label } = useData.getState();
  if (!dataset || label === null) return undefined;
  return { dataset: dataset.id, options: { label, ...useTrain.getState().options } };
}

export const isActive = (status: Status): boolean =>
  status === "starting" || status === "running" || status === "paused";

onEvent("train.started", ({ run, start }) => useTrain.setState({ run, start, status: "running" }));
onEvent("train.elsewhere", ({ run, doing }) => useTrain.setState({ run, doing, status: "running" }));
onEvent("train.state", ({ state }) => useTrain.setState({ status: state }));
onEvent("train.ended", ({ result }) => {
  const { steps: step, train, validation, certificate } = result;
  const validationAccuracy = validation?.accuracy ?? Number.NaN;
  const { measured } = useTrain.getState();
  if (measured.steps.at(-1) !== step)
    extendMeasured(measured, [
      { step, trainAccuracy: train.accuracy, validationAccuracy, gap: certificate.gap },
    ]);
  useTrain.setState({ status: "ended", doing: null, result });
});
onEvent("train.failed", ({ message }) =>
  useTrain.setState({ status: "failed", doing: null, problem: message }),
);

onEvent("train.progress", (progress) => {
  const { curve, measured } = useTrain.getState();
  extendCurve(curve, progress);
  extendMeasured(measured, progress.measured);
  useTrain.setState({ latest: progress, reached: progress.steps.at(-1)! });
});

onEvent("window.sessionLost", ({ reason }) => {
  const { status } = useTrain.getState();
  const kept = "What was saved of the run is in the project.";
  if (isActive(status)) useTrain.setState({ status: "failed", problem: `${reason} ${kept}` });
  keepProblem(new Problem("Training process", reason));
});
