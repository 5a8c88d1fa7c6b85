import { markPath } from "../../../pictures/marks.js";
import { cssColor, type Palette } from "../../../pictures/palette.js";

/**
 * Marks of samples, in the shape and color of their classes.
 *
 * @param place Where sample i is, in pixels.
 */
export function drawSamples(
  context: CanvasRenderingContext2D,
  targets: ArrayLike<number>,
  palette: Palette,
  place: (i: number) => readonly [number, number],
): void {
  const radius = (targets.length > 300 ? 2.4 : 3.2) * devicePixelRatio;
  const paths = new Map<number, Path2D>();
  for (let i = 0; i < targets.length; i++) {
    const path = paths.get(targets[i]) ?? new Path2D();
    paths.set(targets[i], path);
    markPath(path, targets[i], ...place(i), radius);
  }
  context.lineWidth = 2 * devicePixelRatio;
  context.strokeStyle = cssColor(palette.surface, 0.9);
  for (const [c, path] of paths) {
    context.fillStyle = cssColor(palette.classes[c % palette.classes.length]);
    context.stroke(path);
    context.fill(path);
  }
}
