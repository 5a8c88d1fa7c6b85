import { askSession } from "../../client.js";
import type { Action } from "../../shell/action.js";
import { useData } from "../../state/data.js";
import { isActive, useTrain } from "../../state/train.js";
import { useView } from "../../state/view.js";
import { trainExports } from "./exports/trainExports.js";

const status = () => useTrain.getState().status;
const canTrain = () => useData.getState().labelSummary !== null;

/** Start, pause or resume, whichever can be done. */
function toggle(): Promise<unknown> {
  useView.getState().show("train");
  if (status() === "running") return askSession("train.pause");
  if (status() === "paused") return askSession("train.resume");
  return useTrain.getState().begin();
}

/** What can be done with a run as it goes on. */
export const trainActions: readonly Action[] = [
  {
    id: "train.toggle",
    title: "Start, Pause or Resume Training",
    isAvailable: () => canTrain() && status() !== "starting",
    run: toggle,
  },
  {
    id: "train.step",
    title: "Train a Single Step",
    isAvailable: () => canTrain() && status() !== "running",
    run: () => useTrain.getState().step(),
  },
  {
    id: "train.stop",
    title: "Stop Training",
    isAvailable: () => isActive(status()),
    run: () => askSession("train.stop"),
  },
  ...trainExports,
];
