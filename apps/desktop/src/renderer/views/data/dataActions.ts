import type { Action } from "../../shell/action.js";
import { useData } from "../../state/data.js";
import { usePoints } from "../../state/points.js";

/** What can be done with data. */
export const dataActions: readonly Action[] = [
  { id: "data.open", title: "Open Data…", run: () => useData.getState().choose("file") },
  { id: "data.openFolder", title: "Open Data Folder…", run: () => useData.getState().choose("folder") },
  { id: "data.paint", title: "Paint Points", run: () => usePoints.getState().open() },
];
