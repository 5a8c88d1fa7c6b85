import { axisOf, extent, ticksOf } from "./axis.js";
import { canvas } from "./canvas.js";
import type { Point } from "./series.js";
import type { Style } from "./style.js";
import { pad } from "./width.js";

export interface Curve {
  readonly points: readonly Point[];
  readonly paint: (text: string) => string;
}

export interface PlotOptions {
  /** In terminal columns and rows, axes included. */
  readonly columns: number;
  readonly rows: number;
  /** What stands at the two ends of the horizontal axis. */
  readonly ends: readonly [string, string];
  readonly style: Style;
}

/** Curves over a common axis, as lines of text; the last curve lies on top. */
export function plot(curves: readonly Curve[], { columns, rows, ends, style }: PlotOptions): string[] {
  const points = curves.flatMap((curve) => curve.points);
  if (points.length === 0) return [];
  const vertical = axisOf(points.map(({ y }) => y));
  const [left, right] = extent(points.map(({ x }) => x));
  const height = rows - 2;
  const ticks = ticksOf(vertical, height);
  const margin = Math.max(...ticks.map((tick) => tick.length));
  const area = canvas(Math.max(1, columns - margin - 2), height);
  const place = ({ x, y }: Point) =>
    [
      Math.round(((x - left) / (right - left || 1)) * (area.width - 1)),
      Math.round((1 - vertical.share(y)) * (area.height - 1)),
    ] as const;

  for (const [c, curve] of curves.entries()) {
    const dots = columnMeans(curve.points.map(place));
    for (const [k, dot] of dots.entries()) area.line(dots[Math.max(0, k - 1)], dot, c + 1);
  }
  const drawn = area.rows((c, text) => curves[c - 1].paint(text));
  const scale = drawn.map(
    (text, row) => `${style.dim(`${pad(ticks[row], margin, "right")} ${ticks[row] ? "┤" : "│"}`)}${text}`,
  );
  const line = style.dim(`${" ".repeat(margin)} └${"─".repeat(area.width / 2)}`);
  const [start, end] = ends;
  const legend = style.dim(
    `${" ".repeat(margin + 2)}${start}${pad(end, area.width / 2 - start.length, "right")}`,
  );
  return [...scale, line, legend];
}

/** The means of dots in the same column: noise of a thousand steps in one column is not worth a blot. */
function columnMeans(dots: readonly (readonly [number, number])[]): [number, number][] {
  const means: { x: number; sum: number; n: number }[] = [];
  for (const [x, y] of dots) {
    const last = means.at(-1);
    if (last?.x === x) Object.assign(last, { sum: last.sum + y, n: last.n + 1 });
    else means.push({ x, sum: y, n: 1 });
  }
  return means.map(({ x, sum, n }) => [x, Math.round(sum / n)]);
}
