import type { Curve, MeasuredCurve } from "../../state/curve.js";
import type { PlotLine } from "./LivePlot.js";

/** Which curves are looked at. */
export type Shown = "loss" | "accuracy" | "gradient" | "certificate";

export interface Curves {
  readonly x: readonly number[];
  readonly ys: readonly (readonly number[])[];
  readonly lines: readonly PlotLine[];
  /** What to say while there is no point. */
  readonly nothing: string;
}

const early = "The curve appears here as the model learns; of a run on Spark, at its end.";

export function shownCurves(shown: Shown, curve: Curve, measured: MeasuredCurve, validated: boolean): Curves {
  if (shown === "loss")
    return {
      x: curve.steps,
      ys: validated ? [curve.objective, curve.validationLoss] : [curve.objective],
      lines: withValidation(validated, "Objective", "Validation loss"),
      nothing: early,
    };
  if (shown === "accuracy")
    return {
      x: measured.steps,
      ys: validated ? [measured.trainAccuracy, measured.validationAccuracy] : [measured.trainAccuracy],
      lines: withValidation(validated, "Training accuracy", "Validation accuracy").map(withPoints),
      nothing: early,
    };
  if (shown === "gradient")
    return computed(
      curve.steps,
      curve.gradientNorm,
      "Gradient norm",
      "This solver does not compute the gradient over all rows.",
    );
  const certified = computed(
    measured.steps,
    measured.gap,
    "Above the lowest objective, at most",
    "This objective has no certificate: it takes softmax cross-entropy and a penalty.",
  );
  return { ...certified, lines: certified.lines.map(withPoints) };
}

const withPoints = (line: PlotLine): PlotLine => ({ ...line, points: true });

/** One column; where it was never computed, the reason stands in its place. */
function computed(x: readonly number[], column: readonly number[], name: string, never: string): Curves {
  const lines = [{ name, color: "--class-0" as const }];
  if (x.length > 0 && column.every(Number.isNaN)) return { x: [], ys: [], lines, nothing: never };
  return { x, ys: [column], lines, nothing: early };
}

const withValidation = (validated: boolean, first: string, second: string): PlotLine[] => [
  { name: first, color: "--class-0" },
  ...(validated ? [{ name: second, color: "--class-1", dashed: true } as const] : []),
];
