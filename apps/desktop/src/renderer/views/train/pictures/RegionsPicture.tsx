import { useCallback } from "react";
import type { Scene, StepPicture } from "../../../../shared/ipc/pictures.js";
import { Select } from "../../../design/Select.js";
import { report } from "../../../design/Toast.js";
import { projection } from "../../../pictures/plane.js";
import { drawRegions } from "../../../pictures/regions.js";
import { usePictures } from "../../../state/pictures.js";
import { Canvas } from "./Canvas.js";
import { drawSamples } from "./drawSamples.js";
import { Picture } from "./Picture.js";
import styles from "./RegionsPicture.module.css";
import { sceneRegions } from "./sceneRegions.js";
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
      const regions = sceneRegions({ scene, plane, points, axes }, palette);
      drawRegions(context, regions);
      const { toPicture } = projection(regions.view, context.canvas.width, context.canvas.height);
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

/** Choosing the feature of the other axis exchanges the two. */
function AxesChoice({ scene }: { readonly scene: Scene }) {
  const { axes, setAxes } = usePictures();
  const [across, upward] = axes;
  const choose = (k: 0 | 1, axis: number) => {
    if (axis === axes[1 - k]) return report(setAxes([upward, across]));
    report(setAxes(k === 0 ? [axis, upward] : [across, axis]));
  };
  return (
    <span className={styles.axes}>
      {([0, 1] as const).map((k) => (
        <Select
          key={k}
          small
          label={k === 0 ? "Feature across" : "Feature upward"}
          value={String(axes[k])}
          items={scene.axes.map(({ name }, index) => ({
            value: String(index),
            label: `${k === 0 ? "→" : "↑"} ${name}`,
          }))}
          onChange={(axis) => choose(k, Number(axis))}
        />
      ))}
    </span>
  );
}
