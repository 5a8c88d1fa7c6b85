import * as marks from "../../../pictures/drawMarks.js";
import * as grid from "../../../pictures/grid.js";
import type { Rgb } from "../../../pictures/palette.js";
import type { PlaneLogits } from "../../../pictures/plane.js";
import { drawRegions } from "../../../pictures/regions.js";
import type { PlaneFrame } from "./Plane.js";

/** What the Studio's pictures draw in, which is pixels of the screen. */
function onScreen<S>({ context }: PlaneFrame<S>, draw: (scale: number) => void): void {
  context.save();
  context.resetTransform();
  draw(devicePixelRatio);
  context.restore();
}

/**
 * The ground: every place in the mixture of the classes' colors by their probabilities, and the exact boundaries. Class
 * c has the color of `colors[c]`, its own where there are none.
 */
export function drawGround<S>(frame: PlaneFrame<S>, logits: PlaneLogits, colors?: readonly Rgb[]): void {
  const { context, view, look } = frame;
  const palette = { ...look, classes: colors ?? look.classes };
  onScreen(frame, () => drawRegions(context, { logits, view, palette }));
}

/** Lines at round coordinates, with their figures. */
export const drawGrid = <S>(frame: PlaneFrame<S>): void =>
  onScreen(frame, (scale) =>
    grid.drawGrid(frame.context, { view: frame.view, scale, ink: frame.look.ink, font }),
  );

/** A mark for each point, in the shape of its class and its color, or that of `colors[c]`. */
export function drawMarks<S>(
  frame: PlaneFrame<S>,
  points: marks.Marks["points"],
  colors?: readonly Rgb[],
): void {
  const { context, view, look } = frame;
  const palette = { ...look, classes: colors ?? look.classes };
  onScreen(frame, (scale) => marks.drawMarks(context, { points, view, palette, scale }));
}

/** A ring around each point, in a color of its own. */
export function drawRings<S>(
  { context, toPicture }: PlaneFrame<S>,
  points: readonly { readonly x: number; readonly y: number }[],
  color: string,
): void {
  context.save();
  context.strokeStyle = color;
  context.lineWidth = 2;
  for (const { x, y } of points) {
    context.beginPath();
    context.arc(...toPicture(x, y), 10, 0, 2 * Math.PI);
    context.stroke();
  }
  context.restore();
}

export const font = '"Inter Variable"';

export interface CurveLook {
  readonly color: string;
  readonly dashed?: boolean;
  /** In pixels; default 2. */
  readonly width?: number;
}

/** The graph of f over the plane's x axis, a value a pixel; where f is not finite there is a gap. */
export function drawCurve<S>(frame: PlaneFrame<S>, f: (x: number) => number, look: CurveLook): void {
  const { context, width, toPicture, toPlane } = frame;
  const path = new Path2D();
  let drawing = false;
  for (let left = 0; left <= width; left++) {
    const [x] = toPlane(left, 0);
    const y = f(x);
    if (!Number.isFinite(y)) drawing = false;
    else if (drawing) path.lineTo(...toPicture(x, y));
    else {
      path.moveTo(...toPicture(x, y));
      drawing = true;
    }
  }
  strokePath(context, path, look);
}

/** Straight lines between places of the plane. */
export function drawLine<S>(
  { context, toPicture }: PlaneFrame<S>,
  places: readonly (readonly [number, number])[],
  look: CurveLook,
): void {
  const path = new Path2D();
  for (const place of places) path.lineTo(...toPicture(...place));
  strokePath(context, path, look);
}

function strokePath(context: CanvasRenderingContext2D, path: Path2D, look: CurveLook): void {
  const { color, dashed = false, width = 2 } = look;
  context.save();
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = context.lineCap = "round";
  context.setLineDash(dashed ? [6, 5] : []);
  context.stroke(path);
  context.restore();
}

/** A text beside a place, readable on any ground. */
export function drawText<S>(
  { context, look, toPicture }: PlaneFrame<S>,
  text: string,
  [x, y]: readonly [number, number],
  { color = look.ink, dx = 8, dy = -8 }: { color?: string; dx?: number; dy?: number } = {},
): void {
  const [left, top] = toPicture(x, y);
  context.save();
  context.font = `500 12px ${font}`;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = look.ground;
  context.strokeText(text, left + dx, top + dy);
  context.fillStyle = color;
  context.fillText(text, left + dx, top + dy);
  context.restore();
}
