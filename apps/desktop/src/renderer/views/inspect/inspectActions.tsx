import { confusionFigure } from "../../exports/confusionFigure.js";
import { confusionTable } from "../../exports/confusionTable.js";
import { pictureActions, tableAction } from "../../exports/exportActions.js";
import { mapsFigure } from "../../exports/mapsFigure.js";
import { standalone } from "../../exports/standalone.js";
import type { Action } from "../../shell/action.js";
import { useInspect } from "../../state/inspect.js";
import { useView } from "../../state/view.js";
import { classTable, reliabilityTable, weightTable } from "./inspectTables.js";
import { signedPixels } from "./PictureView.js";
import { Diagram, filledBins } from "./Reliability.js";
import { gridOf, largestWeight } from "./weightImages.js";

/** With the rows that were measured. */
const named = (what: string) => () => {
  const { run, part } = useInspect.getState();
  return [run, part, what].filter(Boolean).join(" ");
};
const namedByRun = (what: string) => () => `${useInspect.getState().run} ${what}`;

const isMeasured = () => useInspect.getState().evaluation !== null;
const isOpened = () => useInspect.getState().weights !== null;
const evaluation = () => useInspect.getState().evaluation!;
const weights = () => useInspect.getState().weights!;
const classes = () => useInspect.getState().opened!.classes;

function weightMaps() {
  const image = weights().image!;
  const largest = largestWeight(image);
  return weights().classes.map((label, c) => ({
    name: String(label),
    width: image.width,
    height: image.height,
    rgba: signedPixels(gridOf(image, c), largest),
  }));
}

/** What can be done with the model that is looked at, and what can be saved of it and of how it does on the rows that are shown. */
export const inspectActions: readonly Action[] = [
  {
    id: "inspect.measureFile",
    title: "Measure the Model on Another File…",
    isAvailable: () => useInspect.getState().opened !== null && useView.getState().view === "inspect",
    run: () => useInspect.getState().chooseFile(),
  },
  tableAction({
    id: "inspect.exportConfusion",
    what: "Confusion Matrix",
    isAvailable: isMeasured,
    name: named("confusion"),
    columns: () => confusionTable(classes(), evaluation().confusion),
  }),
  ...pictureActions({
    id: "inspect.exportConfusion",
    what: "Confusion Matrix",
    isAvailable: isMeasured,
    name: named("confusion"),
    draw: () => confusionFigure(classes(), evaluation().confusion),
  }),
  tableAction({
    id: "inspect.exportClasses",
    what: "Metrics by Class",
    isAvailable: isMeasured,
    name: named("classes"),
    columns: () => classTable(evaluation(), classes()),
  }),
  ...pictureActions({
    id: "inspect.exportReliability",
    what: "Reliability",
    isAvailable: isMeasured,
    name: named("reliability"),
    draw: () => standalone(<Diagram bins={filledBins(evaluation().calibration)} />),
  }),
  tableAction({
    id: "inspect.exportReliability",
    what: "Reliability",
    isAvailable: isMeasured,
    name: named("reliability"),
    columns: () => reliabilityTable(evaluation()),
  }),
  tableAction({
    id: "inspect.exportWeights",
    what: "Weights",
    isAvailable: isOpened,
    name: namedByRun("weights"),
    columns: () => weightTable(weights()),
  }),
  ...pictureActions({
    id: "inspect.exportWeights",
    what: "Weight Images",
    isAvailable: () => isOpened() && weights().image !== undefined,
    name: namedByRun("weights"),
    draw: () => mapsFigure(weightMaps()),
  }),
];
