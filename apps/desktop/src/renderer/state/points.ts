import { create } from "zustand";
import type { Drawing, PointFit, PointSet } from "../../shared/ipc/points.js";
import { askSession, onEvent } from "../client.js";
import { report } from "../design/Toast.js";
import { useData } from "./data.js";
import { type Extent, extentOf, home, zoomed } from "./extent.js";
import type { Points } from "./pointEdits.js";
import { useTrain } from "./train.js";
import { changed, redone, type Undoable, undoable, undone } from "./undoable.js";
import { useView } from "./view.js";

export const tools = ["point", "brush", "move", "erase"] as const;
export type Tool = (typeof tools)[number];

interface PointsState {
  readonly history: Undoable<Points>;
  readonly extent: Extent;
  readonly tool: Tool;
  /** The class that is painted with. */
  readonly current: number;
  /** How many classes there are to paint with. */
  readonly nClasses: number;
  /** Of the brush and the eraser, in pixels. */
  readonly radius: number;
  readonly l2: number;
  readonly fit: PointFit | null;
  /** Why there is no classifier. */
  readonly problem: string | null;
  readonly saved: boolean;
  /** Shows the canvas in the Data view, with the project's points. */
  open(): Promise<void>;
  edit(points: Points, joined?: boolean): void;
  undo(): void;
  redo(): void;
  draw(drawing: Drawing): Promise<void>;
  /** Puts these points in the place of those that are there, which undo brings back. */
  replace(points: Points): Promise<void>;
  setL2(l2: number): void;
  /** Reaches `factor` times as far, about a place of the plane or the middle; undo leaves it as it is. */
  zoom(factor: number, x?: number, y?: number): void;
  /** Moves what is shown. */
  pan(x: number, y: number): void;
  showAll(): void;
  /** Hands the points and the penalty over to the Train view. */
  train(): Promise<void>;
}

/** The points painted in this project, and the classifier of the moment. */
export const usePoints = create<PointsState>((set, get) => ({
  history: undoable<Points>([]),
  extent: home,
  tool: "point",
  current: 0,
  nClasses: 2,
  radius: 36,
  l2: 1e-3,
  fit: null,
  problem: null,
  saved: true,
  async open() {
    useData.setState({ place: "points" });
    useView.getState().show("data");
    if (get().history.present.length === 0) await reopen();
  },
  edit(points, joined = false) {
    const { history } = get();
    if (points === history.present) return;
    set({ history: changed(history, points, joined) });
    follow();
  },
  undo() {
    set({ history: undone(get().history) });
    follow();
  },
  redo() {
    set({ history: redone(get().history) });
    follow();
  },
  async draw(drawing) {
    await get().replace(pointsOf(await askSession("points.generate", drawing)));
  },
  async replace(points) {
    if (get().history.present.length === 0) await reopen();
    set({ ...offered(points, 2), extent: extentOf(points), history: changed(get().history, points) });
    follow();
  },
  setL2(l2) {
    set({ l2 });
    void refit();
  },
  zoom(factor, x, y) {
    set({ extent: zoomed(get().extent, factor, x, y) });
  },
  pan(x, y) {
    const { extent } = get();
    set({ extent: { ...extent, x: extent.x + x, y: extent.y + y } });
  },
  showAll() {
    set({ extent: extentOf(get().history.present) });
  },
  async train() {
    await save();
    await useData.getState().open({ kind: "points" }, "points.csv");
    const { options, setOptions } = useTrain.getState();
    setOptions({ ...options, l2: get().l2 });
    useView.getState().show("train");
  },
}));

/** As the session takes them. */
const pointSetOf = (points: Points): PointSet => ({
  x1: Float64Array.from(points, ({ x }) => x),
  x2: Float64Array.from(points, ({ y }) => y),
  classes: Uint8Array.from(points, ({ c }) => c),
});

const pointsOf = ({ x1, x2, classes }: PointSet): Points =>
  Array.from(classes, (c, i) => ({ x: x1[i], y: x2[i], c }));

/** Classes to paint with: all that have points, and so many at least. */
function offered(points: Points, least: number): Pick<PointsState, "nClasses" | "current"> {
  return { nClasses: points.reduce((n, { c }) => Math.max(n, c + 1), least), current: 0 };
}

/** What a change of the points asks for. */
function follow(): void {
  void refit();
  saveSoon();
}

let solving = false;
let outdated = false;

/** Solves for the points of the moment; changes that come meanwhile are solved for once, when it is done. */
async function refit(): Promise<void> {
  outdated = true;
  if (solving) return;
  solving = true;
  while (outdated) {
    outdated = false;
    const { history, l2 } = usePoints.getState();
    try {
      const fit = await askSession("points.fit", { points: pointSetOf(history.present), l2 });
      usePoints.setState({ fit, problem: null });
    } catch (error) {
      usePoints.setState({ fit: null, problem: (error as Error).message });
    }
  }
  solving = false;
}

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Once nothing has changed for a moment. */
function saveSoon(): void {
  usePoints.setState({ saved: false });
  clearTimeout(waiting);
  waiting = setTimeout(() => report(save()), 400);
}

async function save(): Promise<void> {
  clearTimeout(waiting);
  const { present } = usePoints.getState().history;
  await askSession("points.save", { points: pointSetOf(present) });
  if (present === usePoints.getState().history.present) usePoints.setState({ saved: true });
}

async function reopen(): Promise<void> {
  const points = pointsOf(await askSession("points.open"));
  usePoints.setState({
    ...offered(points, 2),
    history: undoable(points),
    extent: extentOf(points),
    saved: true,
  });
  void refit();
}

onEvent("files.projectChanged", () => {
  clearTimeout(waiting);
  usePoints.setState({ history: undoable<Points>([]), fit: null, extent: home });
  if (useData.getState().place === "points") report(reopen());
});
onEvent("window.sessionLost", () => {
  if (usePoints.getState().history.present.length > 0) follow();
});
