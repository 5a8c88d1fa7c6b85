import { tokenColor } from "../design/tokenColor.js";
import { plotStyle } from "./plotStyle.js";

export interface ExportedLine {
  readonly name: string;
  readonly color: `--${string}`;
  readonly dashed?: boolean;
  /** A dot at each point too. */
  readonly points?: boolean;
  readonly x: readonly number[];
  /** Where there is no number, the line goes on to the next. */
  readonly y: readonly (number | null)[];
}

/** Curves by step, as the page shows them. */
export async function curvesFigure(
  lines: readonly ExportedLine[],
  label: string,
  log: boolean,
): Promise<SVGSVGElement> {
  const { plot, lineY, dot, text } = await import("@observablehq/plot");
  const marks = lines.flatMap((line, place) => {
    const color = tokenColor(line.color);
    const at = pointsOf(line, log);
    return [
      lineY(at, {
        x: "x",
        y: "y",
        stroke: color,
        strokeWidth: 1.75,
        strokeDasharray: line.dashed ? "6 4" : undefined,
      }),
      ...(line.points ? [dot(at, { x: "x", y: "y", fill: color, r: 2.5 })] : []),
      text([`${line.dashed ? "- -" : "—"} ${line.name}`], {
        frameAnchor: "top-right",
        dy: 6 + 16 * place,
        fill: color,
      }),
    ];
  });
  return plot({
    ...plotStyle(),
    x: { label: "step" },
    y: { label, type: log ? "log" : "linear", grid: true },
    marks,
  }) as SVGSVGElement;
}

function pointsOf({ x, y }: ExportedLine, log: boolean): { readonly x: number; readonly y: number }[] {
  return x.flatMap((step, i) => {
    const value = y[i];
    const isShown = value !== null && Number.isFinite(value) && (!log || value > 0);
    return isShown ? [{ x: step, y: value }] : [];
  });
}
