import { useCallback } from "react";
import type { Axis, PlanePoints, Scene, StepPicture } from "../../../../shared/ipc/pictures.js";
import { report } from "../../../design/Toast.js";
import { overRawCoordinates, type PlaneView, projection } from "../../../pictures/plane.js";
import { drawRegions } from "../../../pictures/regions.js";
import { usePictures } from "../../../state/pictures.js";
import { Canvas } from "./Canvas.js";
import { drawSamples } from "./drawSamples.js";
import { Picture } from "./Picture.js";
import styles from "./RegionsPicture.module.css";
import { usePalette } from "./usePalette.js";

export interface RegionsPictureProps {
  readonly scene: Scene;
  readonly picture: StepPicture;
}

/** Which class is predicted where, over two features; the others are at their mean. */
export function RegionsPicture({ scene, picture }: RegionsPictureProps) {
  const { axes, points } = usePictures();
  const palette = usePalette();
  const { plane } = picture;
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      if (!plane || !points) return;
      const [a, b] = axes.map((k) => scene.axes[k]);
      const view = viewOf(points, a, b);
      const logits = overRawCoordinates(plane, [a.mean, b.mean], [a.deviation, b.deviation]);
      drawRegions(context, { logits, view, palette });
      const { toPicture } = projection(view, context.canvas.width, context.canvas.height);
      drawSamples(context, scene.targets, palette, (i) => toPicture(points.x[i], points.y[i]));
    },
    [plane, points, axes, scene, palette],
  );
  return (
    <Picture
      title="Regions"
      hint="Which class is predicted where, by these two features; all others are at their mean."
      step={picture.step}
      choice={<AxesChoice scene={scene} />}
    >
      <Canvas label={`Decision regions at step ${picture.step}`} draw={draw} />
    </Picture>
  );
}

/** The samples with a margin around them. */
function viewOf({ x, y }: PlanePoints, a: Axis, b: Axis): PlaneView {
  return { x: extent(x, a.deviation), y: extent(y, b.deviation) };
}

function extent(values: Float64Array, unit: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const margin = 0.08 * (high - low) || unit;
  return [low - margin, high + margin];
}

function AxesChoice({ scene }: { readonly scene: Scene }) {
  const { axes, setAxes } = usePictures();
  const choose = (k: 0 | 1, axis: number) => report(setAxes(k === 0 ? [axis, axes[1]] : [axes[0], axis]));
  return (
    <span className={styles.axes}>
      {([0, 1] as const).map((k) => (
        <select
          key={k}
          className={styles.axis}
          aria-label={k === 0 ? "Feature across" : "Feature upward"}
          value={axes[k]}
          onChange={({ target }) => choose(k, Number(target.value))}
        >
          {scene.axes.map(({ name }, index) => (
            <option key={name} value={index} disabled={index === axes[1 - k]}>
              {k === 0 ? "→" : "↑"} {name}
            </option>
          ))}
        </select>
      ))}
    </span>
  );
}
