import { drawMarks, type Marks } from "../../pictures/drawMarks.js";
import { drawGrid, type GridLook } from "../../pictures/grid.js";
import { projection } from "../../pictures/plane.js";

/** What lies over the ground; lengths are pixels of the canvas. */
export interface PointLayer extends GridLook, Marks {
  /** Where the keyboard is, in the plane. */
  readonly cross?: readonly [number, number];
  /** The rim of the brush or the eraser. */
  readonly rim?: { readonly x: number; readonly y: number; readonly radius: number };
}

export function drawPoints(context: CanvasRenderingContext2D, layer: PointLayer): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  drawGrid(context, layer);
  drawMarks(context, layer);
  if (layer.rim) drawRim(context, layer, layer.rim);
  if (layer.cross) drawCross(context, layer, layer.cross);
}

function drawRim(
  context: CanvasRenderingContext2D,
  { view, scale, ink }: PointLayer,
  { x, y, radius }: NonNullable<PointLayer["rim"]>,
): void {
  const { toPicture } = projection(view, context.canvas.width, context.canvas.height);
  context.globalAlpha = 0.7;
  context.strokeStyle = ink;
  context.lineWidth = scale;
  context.beginPath();
  context.arc(...toPicture(x, y), radius * scale, 0, 2 * Math.PI);
  context.stroke();
  context.globalAlpha = 1;
}

function drawCross(
  context: CanvasRenderingContext2D,
  { view, scale, ink }: PointLayer,
  [x, y]: readonly [number, number],
): void {
  const [left, top] = projection(view, context.canvas.width, context.canvas.height).toPicture(x, y);
  context.strokeStyle = ink;
  context.lineWidth = 1.5 * scale;
  context.beginPath();
  for (const [a, b] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    context.moveTo(left + 9 * a * scale, top + 9 * b * scale);
    context.lineTo(left + 18 * a * scale, top + 18 * b * scale);
  }
  context.stroke();
}
