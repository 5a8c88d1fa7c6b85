import { type PlaneView, projection } from "./plane.js";

export interface GridLook {
  readonly view: PlaneView;
  /** Pixels of the canvas to one of the page. */
  readonly scale: number;
  /** Color of lines and figures. */
  readonly ink: string;
  readonly font: string;
}

/** Lines at round coordinates, with their figures at the left and the bottom. */
export function drawGrid(context: CanvasRenderingContext2D, { view, scale, ink, font }: GridLook): void {
  const { width, height } = context.canvas;
  const { toPicture } = projection(view, width, height);
  context.fillStyle = context.strokeStyle = ink;
  context.font = `${11 * scale}px ${font}`;
  context.lineWidth = scale;
  for (const x of roundValues(view.x, width / scale)) {
    const left = Math.round(toPicture(x, 0)[0]) + scale / 2;
    line(context, x === 0 ? 0.28 : 0.1, left, 0, left, height);
    context.fillText(tick(x), left + 4 * scale, height - 6 * scale);
  }
  for (const y of roundValues(view.y, height / scale)) {
    const top = Math.round(toPicture(0, y)[1]) + scale / 2;
    line(context, y === 0 ? 0.28 : 0.1, 0, top, width, top);
    context.fillText(tick(y), 6 * scale, top - 4 * scale);
  }
  context.globalAlpha = 1;
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

/** Multiples of a round number, at least 90 pixels apart, in a range that fills so many pixels. */
function roundValues([from, to]: readonly [number, number], pixels: number): number[] {
  const step = roundStep(((to - from) / pixels) * 90);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, k) => (first + k) * step);
}

/** The least of 1, 2 or 5 times a power of ten that is no less than `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= least)!;
}

const tick = (value: number): string => String(Number(value.toPrecision(6))).replace("-", "−");
