import { create } from "zustand";
import type { PlanePoints, Scene, StepPicture } from "../../shared/ipc/pictures.js";
import { askSession, onEvent } from "../client.js";
import { report } from "../design/Toast.js";
import { useView } from "./view.js";

interface PicturesState {
  /** What the pictures of the run have in common; null before there is a run. */
  readonly scene: Scene | null;
  /** The steps that can be gone back to. */
  readonly steps: Int32Array;
  /** The step that was gone back to; null to follow the run. */
  readonly scrubbed: number | null;
  readonly picture: StepPicture | null;
  /** Which of the scene's axes span the plane. */
  readonly axes: readonly [number, number];
  readonly points: PlanePoints | null;
  scrubTo(step: number | null): void;
  setAxes(axes: readonly [number, number]): Promise<void>;
}

const fresh = {
  scene: null,
  steps: new Int32Array(),
  scrubbed: null,
  picture: null,
  axes: [0, 1] as const,
  points: null,
};

/** The run in pictures, at the step that is shown. */
export const usePictures = create<PicturesState>((set, get) => ({
  ...fresh,
  scrubTo(scrubbed) {
    set({ scrubbed });
    requestPicture();
  },
  async setAxes(axes) {
    const { scene } = get();
    if (!scene || scene.axes.length < 2) return;
    const points = await askSession("pictures.points", { run: scene.run, axes: [...axes] });
    set({ axes, points });
    requestPicture();
  },
}));

let anyMeasured = false;
let asking = false;
let again = false;

/** Asks for the picture of the step that is shown; while one is on its way, the next waits, and only the last. */
function requestPicture(): void {
  again = true;
  if (!asking) report(askWhileWanted());
}

async function askWhileWanted(): Promise<void> {
  asking = true;
  try {
    while (again) {
      again = false;
      await askForPicture();
    }
  } finally {
    asking = false;
  }
}

async function askForPicture(): Promise<void> {
  const { scene, scrubbed, axes } = usePictures.getState();
  if (!scene || !anyMeasured || useView.getState().view !== "train") return;
  const picture = await askSession("pictures.at", {
    run: scene.run,
    step: scrubbed,
    axes: scene.axes.length >= 2 ? [...axes] : undefined,
    probabilities: scene.classes.length === 3,
    weights: scene.image !== undefined,
  });
  if (usePictures.getState().scene?.run === picture.run) usePictures.setState({ picture });
}

/** Milliseconds between two looks at which steps are kept. */
const stepsInterval = 300;
let stepsAskedAt = 0;

async function refreshSteps(): Promise<void> {
  const { scene } = usePictures.getState();
  if (!scene) return;
  stepsAskedAt = performance.now();
  const steps = await askSession("pictures.steps", { run: scene.run });
  const { scrubbed } = usePictures.getState();
  usePictures.setState({ steps });
  if (scrubbed !== null && !steps.includes(scrubbed))
    usePictures.getState().scrubTo(nearest(steps, scrubbed));
}

/** The kept step that is nearest, where one that was shown had to make room. */
function nearest(steps: ArrayLike<number>, step: number): number | null {
  let found: number | null = null;
  for (let k = 0; k < steps.length; k++)
    if (found === null || Math.abs(steps[k] - step) < Math.abs(found - step)) found = steps[k];
  return found;
}

onEvent("train.started", ({ run, start }) => {
  anyMeasured = false;
  usePictures.setState(fresh);
  if (start.config.engine === "spark") return; // whose steps stay in the cluster
  const arrived = askSession("pictures.scene", { run }).then(async (scene) => {
    usePictures.setState({ scene });
    await usePictures.getState().setAxes(scene.pair);
    await refreshSteps();
    requestPicture();
  });
  report(arrived);
});

onEvent("train.progress", ({ measured }) => {
  if (measured.length === 0) return;
  anyMeasured = true;
  if (usePictures.getState().scrubbed === null) requestPicture();
  if (performance.now() - stepsAskedAt >= stepsInterval) report(refreshSteps());
});

const catchUp = () => {
  report(refreshSteps());
  requestPicture();
};
onEvent("train.state", ({ state }) => state === "paused" && catchUp());
onEvent("train.ended", () => {
  anyMeasured = true;
  catchUp();
});
onEvent("window.sessionLost", () => usePictures.setState(fresh));
useView.subscribe(({ view }) => view === "train" && requestPicture());
