import type { Axis, PlanePoints, Scene, StepPicture } from "../../../../shared/ipc/pictures.js";
import type { Palette } from "../../../pictures/palette.js";
import { overRawCoordinates, type PlaneView } from "../../../pictures/plane.js";
import type { Regions } from "../../../pictures/regions.js";

export interface PlaneOfStep {
  readonly scene: Scene;
  readonly plane: NonNullable<StepPicture["plane"]>;
  readonly points: PlanePoints;
  /** Which of the scene's axes span it. */
  readonly axes: readonly [number, number];
}

/** The regions of a step's parameters over two features in the data's own units, around the samples. */
export function sceneRegions({ scene, plane, points, axes }: PlaneOfStep, palette: Palette): Regions {
  const [a, b] = axes.map((k) => scene.axes[k]);
  const logits = overRawCoordinates(plane, [a.mean, b.mean], [a.deviation, b.deviation]);
  return { logits, view: viewOf(points, a, b), palette };
}

/** The samples with a margin around them. */
const viewOf = ({ x, y }: PlanePoints, a: Axis, b: Axis): PlaneView => ({
  x: extent(x, a.deviation),
  y: extent(y, b.deviation),
});

function extent(values: Float64Array, unit: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const margin = 0.08 * (high - low) || unit;
  return [low - margin, high + margin];
}
