import { markPath } from "./marks.js";
import { cssColor, type Palette } from "./palette.js";
import { type PlaneView, projection } from "./plane.js";

export interface Marks {
  /** c is the number of the class. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly c: number }[];
  readonly view: PlaneView;
  readonly palette: Palette;
  /** Pixels of the canvas to one of the page. */
  readonly scale: number;
}

/** All marks of a class are one path; the surface's color around them keeps neighbors apart. */
export function drawMarks(context: CanvasRenderingContext2D, { points, view, palette, scale }: Marks): void {
  const { width, height } = context.canvas;
  const { toPicture } = projection(view, width, height);
  const paths = new Map<number, Path2D>();
  for (const { x, y, c } of points) {
    const path = paths.get(c) ?? new Path2D();
    paths.set(c, path);
    markPath(path, c, ...toPicture(x, y), 5 * scale);
  }
  context.lineJoin = "round";
  for (const [c, path] of paths) {
    context.strokeStyle = cssColor(palette.surface);
    context.lineWidth = 2.5 * scale;
    context.stroke(path);
    context.fillStyle = cssColor(palette.classes[c % palette.classes.length]);
    context.fill(path);
  }
}
