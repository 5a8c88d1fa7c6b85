import { confusionFigure } from "../../../exports/confusionFigure.js";
import { confusionTable } from "../../../exports/confusionTable.js";
import { curvesFigure } from "../../../exports/curvesFigure.js";
import { pictureActions, tableAction } from "../../../exports/exportActions.js";
import { mapsFigure } from "../../../exports/mapsFigure.js";
import { readPalette } from "../../../pictures/palette.js";
import type { Action } from "../../../shell/action.js";
import { smoothed } from "../../../state/curve.js";
import { usePictures } from "../../../state/pictures.js";
import { useTrain } from "../../../state/train.js";
import { shownCurves } from "../curves.js";
import { fullColor, weightColors, weightPixels } from "../pictures/weightPixels.js";
import { smoothings, useShownCurve } from "../shownCurve.js";
import { curveTable } from "./curveTable.js";
import { regionsFigure } from "./regionsFigure.js";
import { simplexFigure } from "./simplexFigure.js";

const named = (what: string) => () => `${useTrain.getState().run ?? "run"} ${what}`;
/** With the step that the pictures are of. */
const namedByStep = (what: string) => () =>
  named(what)().concat(` step ${usePictures.getState().picture?.step}`);

const isCurveThere = () => useTrain.getState().curve.steps.length > 0;

/** The curve of the tab that is shown, as it is shown. */
function shownCurve(): Promise<SVGSVGElement> {
  const { curve, measured, start } = useTrain.getState();
  const { shown, log, smoothing } = useShownCurve.getState();
  const tab = shown === "tune" ? "loss" : shown;
  const { lines, x, ys } = shownCurves(tab, curve, measured, (start?.nSamples.validation ?? 0) > 0);
  const { beta } = smoothings[smoothing];
  return curvesFigure(
    lines.map((line, k) => ({ ...line, x, y: smoothed(ys[k], beta) })),
    lines.length > 1 ? tab : lines[0].name,
    log[tab] ?? false,
  );
}

/** What the pictures of the shown step are made of; undefined where the data have no such picture. */
function shownPlane() {
  const { scene, picture, points, axes } = usePictures.getState();
  return scene && picture?.plane && points ? { scene, plane: picture.plane, points, axes } : undefined;
}
function shownSimplex() {
  const { scene, picture } = usePictures.getState();
  return scene && picture?.probabilities ? { scene, probabilities: picture.probabilities } : undefined;
}
function shownMaps() {
  const { scene, picture } = usePictures.getState();
  if (!scene?.image || !picture?.weights) return undefined;
  const { image, classes } = scene;
  const { weights } = picture;
  const [size, most] = [weights.length / classes.length, fullColor(weights)];
  const colors = weightColors(readPalette());
  return classes.map((name, c) => ({
    name,
    width: image.width,
    height: image.height,
    rgba: weightPixels(weights.subarray(c * size, (c + 1) * size), image, most, colors),
  }));
}
function shownConfusion() {
  const { scene, picture } = usePictures.getState();
  return scene && picture ? { classes: scene.classes, confusion: picture.confusion } : undefined;
}

/** What can be saved of a run as it goes on: its curves, and the pictures of the step that is shown. */
export const trainExports: readonly Action[] = [
  ...pictureActions({
    id: "train.exportCurves",
    what: "Training Curves",
    isAvailable: isCurveThere,
    name: () => named(useShownCurve.getState().shown)(),
    draw: shownCurve,
  }),
  tableAction({
    id: "train.exportCurves",
    what: "Training Curves",
    isAvailable: isCurveThere,
    name: named("curves"),
    columns: () => curveTable(useTrain.getState().curve, useTrain.getState().measured),
  }),
  ...pictureActions({
    id: "train.exportRegions",
    what: "Regions",
    isAvailable: () => shownPlane() !== undefined,
    name: namedByStep("regions"),
    draw: () => regionsFigure(shownPlane()!),
  }),
  ...pictureActions({
    id: "train.exportSimplex",
    what: "Probabilities",
    isAvailable: () => shownSimplex() !== undefined,
    name: namedByStep("probabilities"),
    draw: () => simplexFigure(shownSimplex()!.scene, shownSimplex()!.probabilities),
  }),
  ...pictureActions({
    id: "train.exportWeights",
    what: "Weight Images",
    isAvailable: () => shownMaps() !== undefined,
    name: namedByStep("weights"),
    draw: () => mapsFigure(shownMaps()!),
  }),
  ...pictureActions({
    id: "train.exportConfusion",
    what: "Training Confusion",
    isAvailable: () => shownConfusion() !== undefined,
    name: namedByStep("confusion"),
    draw: () => confusionFigure(shownConfusion()!.classes, shownConfusion()!.confusion),
  }),
  tableAction({
    id: "train.exportConfusion",
    what: "Training Confusion",
    isAvailable: () => shownConfusion() !== undefined,
    name: namedByStep("confusion"),
    columns: () => confusionTable(shownConfusion()!.classes, shownConfusion()!.confusion),
  }),
];
