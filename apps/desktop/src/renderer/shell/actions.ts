import { dataActions } from "../views/data/dataActions.js";
import { inspectActions } from "../views/inspect/inspectActions.js";
import { learnActions } from "../views/learn/learnActions.js";
import { runsActions } from "../views/runs/runsActions.js";
import { trainActions } from "../views/train/trainActions.js";
import type { Action } from "./action.js";
import { shellActions } from "./shellActions.js";

/** All that can be done, by the heading it stands under in the palette. A view adds the list of its own actions here. */
export const actions: Readonly<Record<string, readonly Action[]>> = {
  Data: dataActions,
  Train: trainActions,
  Inspect: inspectActions,
  Runs: runsActions,
  Learn: learnActions,
  Studio: shellActions,
};
