import { askMain, askSession } from "../../client.js";
import { curvesFigure } from "../../exports/curvesFigure.js";
import { pictureActions } from "../../exports/exportActions.js";
import type { Action } from "../../shell/action.js";
import { isTraining, useRuns } from "../../state/runs.js";
import { isActive, useTrain } from "../../state/train.js";
import { runLine } from "./runLine.js";
import { canResume } from "./runStatus.js";
import { curveNames, useShownCurves } from "./shownCurves.js";

/** The run that was selected last. */
const lastSelected = () => {
  const { list, selected } = useRuns.getState();
  return list?.runs.find(({ id }) => id === selected.at(-1));
};
const isAnySelected = () => lastSelected() !== undefined;
const isIdle = () => !isActive(useTrain.getState().status);
const isResumable = () => {
  const run = lastSelected();
  return run !== undefined && canResume(run) && isIdle();
};
const hasRuns = () => (useRuns.getState().list?.runs.length ?? 0) > 0;

/** The curves that the view shows, laid over each other. */
function selectedCurves(): Promise<SVGSVGElement> {
  const { selected, curves } = useRuns.getState();
  const { shown, log } = useShownCurves.getState();
  const lines = selected.map((run, place) => {
    const curve = curves.get(run);
    return { ...runLine(run, place), x: curve?.steps ?? [], y: curve?.[shown] ?? [] };
  });
  return curvesFigure(lines, curveNames[shown], log);
}

/** What can be done with the runs, those selected in the Runs view where it matters. */
export const runsActions: readonly Action[] = [
  { id: "runs.openProject", title: "Open Project…", run: () => askMain("files.chooseProject") },
  {
    id: "runs.resume",
    title: "Resume the Selected Run",
    isAvailable: isResumable,
    run: () => useRuns.getState().resume(lastSelected()!.id),
  },
  {
    id: "runs.reuse",
    title: "Use the Settings of the Selected Run",
    isAvailable: () => isAnySelected() && isIdle(),
    run: () => useRuns.getState().reuse(lastSelected()!.id),
  },
  {
    id: "runs.trash",
    title: "Move the Selected Runs to the Trash…",
    isAvailable: () => useRuns.getState().selected.some((id) => !isTraining(id)),
    run: () => useRuns.getState().trash(),
  },
  {
    id: "runs.exportModel",
    title: "Export the Model of the Selected Run…",
    isAvailable: () => lastSelected()?.result !== undefined,
    run: () => askMain("runs.exportModel", { run: lastSelected()!.id }),
  },
  ...pictureActions({
    id: "runs.exportCurves",
    what: "Curves",
    isAvailable: isAnySelected,
    name: () => "curves",
    draw: selectedCurves,
  }),
  {
    id: "runs.exportCsv",
    title: "Export Table of Runs as CSV…",
    isAvailable: hasRuns,
    run: async () =>
      askMain("export.save", { name: "runs", kind: "csv", content: await askSession("runs.table") }),
  },
];
