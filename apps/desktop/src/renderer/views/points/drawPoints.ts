import { markPath } from "../../pictures/marks.js";
import { cssColor, type Palette } from "../../pictures/palette.js";
import { type PlaneView, projection } from "../../pictures/plane.js";
import type { Points } from "../../state/pointEdits.js";

/** What lies over the ground; lengths are pixels of the canvas. */
export interface PointLayer {
  readonly points: Points;
  readonly view: PlaneView;
  readonly palette: Palette;
  /** Pixels of the canvas to one of the page. */
  readonly scale: number;
  /** Color of lines and figures. */
  readonly ink: string;
  readonly font: string;
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

/** Lines at round coordinates, with their figures at the left and the bottom. */
function drawGrid(context: CanvasRenderingContext2D, { view, scale, ink, font }: PointLayer): void {
  const { width, height } = context.canvas;
  const { toPicture } = projection(view, width, height);
  const step = roundStep(((view.y[1] - view.y[0]) / height) * scale * 90);
  context.fillStyle = context.strokeStyle = ink;
  context.font = `${11 * scale}px ${font}`;
  context.lineWidth = scale;
  for (const x of multiples(view.x, step)) {
    const left = Math.round(toPicture(x, 0)[0]) + scale / 2;
    line(context, x === 0 ? 0.28 : 0.1, left, 0, left, height);
    context.fillText(tick(x), left + 4 * scale, height - 6 * scale);
  }
  for (const y of multiples(view.y, step)) {
    const top = Math.round(toPicture(0, y)[1]) + scale / 2;
    line(context, y === 0 ? 0.28 : 0.1, 0, top, width, top);
    context.fillText(tick(y), 6 * scale, top - 4 * scale);
  }
}

function line(
  context: CanvasRenderingContext2D,
  alpha: number,
  ...[x0, y0, x1, y1]: [number, number, number, number]
): void {
  context.globalAlpha = alpha;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
  context.globalAlpha = 0.65;
}

/** The least of 1, 2 or 5 times a power of ten that is no less than `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= least)!;
}

function multiples([from, to]: readonly [number, number], step: number): number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, k) => (first + k) * step);
}

const tick = (value: number): string => String(Number(value.toPrecision(6))).replace("-", "−");

/** All marks of a class are one path; the surface's color around them keeps neighbors apart. */
function drawMarks(context: CanvasRenderingContext2D, { points, view, palette, scale }: PointLayer): void {
  const { width, height } = context.canvas;
  const { toPicture } = projection(view, width, height);
  const paths = new Map<number, Path2D>();
  for (const { x, y, c } of points) {
    const path = paths.get(c) ?? new Path2D();
    paths.set(c, path);
    markPath(path, c, ...toPicture(x, y), 5 * scale);
  }
  context.globalAlpha = 1;
  context.lineJoin = "round";
  for (const [c, path] of paths) {
    context.strokeStyle = cssColor(palette.surface);
    context.lineWidth = 2.5 * scale;
    context.stroke(path);
    context.fillStyle = cssColor(palette.classes[c % palette.classes.length]);
    context.fill(path);
  }
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
