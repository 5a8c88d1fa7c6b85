import { useCallback } from "react";
import type { Scene, StepPicture } from "../../../../shared/ipc/pictures.js";
import { tokenColor } from "../../../design/tokenColor.js";
import { cssColor } from "../../../pictures/palette.js";
import { Canvas } from "./Canvas.js";
import { drawSamples } from "./drawSamples.js";
import { Picture } from "./Picture.js";
import { corners, simplexPoint } from "./simplex.js";
import { usePalette } from "./usePalette.js";

export interface SimplexPictureProps {
  readonly scene: Scene;
  readonly picture: StepPicture;
}

/** Every sample at its probabilities: in a corner where the model is sure, in the middle where it cannot tell. */
export function SimplexPicture({ scene, picture }: SimplexPictureProps) {
  const palette = usePalette();
  const { probabilities } = picture;
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      if (!probabilities) return;
      const { width, height } = context.canvas;
      context.clearRect(0, 0, width, height);
      const [font, gap] = [11 * devicePixelRatio, 6 * devicePixelRatio];
      const side = Math.min(width - 4 * gap, (height - 2 * font - 4 * gap) / corners[0][1]);
      const [left, top] = [(width - side) / 2, (height - side * corners[0][1]) / 2];
      const at = ([x, y]: readonly [number, number]) => [left + side * x, top + side * y] as const;
      drawTriangle(context, at);
      drawSamples(context, scene.targets, palette, (i) =>
        at(simplexPoint(probabilities[3 * i], probabilities[3 * i + 1], probabilities[3 * i + 2])),
      );
      context.font = `600 ${font}px "Inter Variable"`;
      for (const [c, corner] of corners.entries()) {
        const [x, y] = at(corner);
        context.fillStyle = cssColor(palette.classes[c]);
        context.textAlign = c === 2 ? "center" : c === 0 ? "left" : "right";
        const [edge, below] = [
          c === 0 ? left : c === 1 ? left + side : x,
          c === 2 ? y - gap : y + gap + font,
        ];
        context.fillText(scene.classes[c], edge, below, side / 2);
      }
    },
    [probabilities, scene, palette],
  );
  return (
    <Picture
      title="Probabilities"
      hint="Every sample: in a corner where the model is sure, in the middle where it cannot tell."
      step={picture.step}
    >
      <Canvas label={`Samples by their probabilities at step ${picture.step}`} draw={draw} />
    </Picture>
  );
}

/** The triangle, and the lines where two classes are equally probable. */
function drawTriangle(
  context: CanvasRenderingContext2D,
  at: (point: readonly [number, number]) => readonly [number, number],
): void {
  context.lineWidth = devicePixelRatio;
  context.strokeStyle = tokenColor("--line-strong");
  context.beginPath();
  for (const corner of corners) context.lineTo(...at(corner));
  context.closePath();
  context.stroke();
  context.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  context.beginPath();
  for (const [p0, p1, p2] of [
    [0.5, 0.5, 0],
    [0.5, 0, 0.5],
    [0, 0.5, 0.5],
  ]) {
    context.moveTo(...at(simplexPoint(1 / 3, 1 / 3, 1 / 3)));
    context.lineTo(...at(simplexPoint(p0, p1, p2)));
  }
  context.stroke();
  context.setLineDash([]);
}
