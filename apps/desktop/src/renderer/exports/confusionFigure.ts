import { tokenColor } from "../design/tokenColor.js";
import { drawing, svg } from "./svg.js";

const margin = { left: 120, top: 60, right: 20, bottom: 20 };

/**
 * The confusion matrix, rows true and columns predicted: tinted by the share of the row, with its numbers where there
 * is room for them.
 */
export function confusionFigure(
  classes: readonly (string | number)[],
  confusion: readonly (readonly number[])[],
): SVGSVGElement {
  const C = classes.length;
  const cell = Math.max(8, Math.min(72, 720 / C));
  const [ink, muted, ground] = (["--text", "--text-muted", "--surface"] as const).map(tokenColor);
  const centered = { "text-anchor": "middle", "dominant-baseline": "middle" } as const;
  const at = (k: number) => (k + 0.5) * cell;
  const cells = confusion.flatMap((row, r) => {
    const sum = row.reduce((total, each) => total + each, 0) || 1;
    return row.flatMap((value, c) => [
      svg("rect", {
        x: margin.left + c * cell + 0.5,
        y: margin.top + r * cell + 0.5,
        width: cell - 1,
        height: cell - 1,
        fill: tokenColor(r === c ? "--class-0" : "--class-1"),
        "fill-opacity": value === 0 ? 0.04 : 0.08 + (0.5 * value) / sum,
      }),
      ...(cell < 24
        ? []
        : [
            svg(
              "text",
              { ...centered, x: margin.left + at(c), y: margin.top + at(r), fill: ink },
              Number.isInteger(value) ? String(value) : value.toPrecision(4),
            ),
          ]),
    ]);
  });
  const names = classes.flatMap((name, k) => [
    svg(
      "text",
      {
        x: margin.left - 8,
        y: margin.top + at(k),
        "text-anchor": "end",
        "dominant-baseline": "middle",
        fill: muted,
      },
      short(name, 16),
    ),
    svg(
      "text",
      { ...centered, x: margin.left + at(k), y: margin.top - 12, fill: muted },
      short(name, Math.max(1, Math.floor(cell / 7))),
    ),
  ]);
  return drawing(
    margin.left + C * cell + margin.right,
    margin.top + C * cell + margin.bottom,
    ground,
    svg("text", { x: 12, y: 24, fill: muted }, "Rows: true. Columns: predicted."),
    ...names,
    ...cells,
  );
}

function short(name: string | number, most: number): string {
  const text = String(name);
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}
