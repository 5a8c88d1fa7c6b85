import type { Scene } from "../../../../shared/ipc/pictures.js";
import { tokenColor } from "../../../design/tokenColor.js";
import { drawing, svg } from "../../../exports/svg.js";
import { markOutline } from "../../../pictures/marks.js";
import { cssColor, readPalette } from "../../../pictures/palette.js";
import { corners, simplexPoint } from "../pictures/simplex.js";

const [side, margin] = [560, 48];

/** Samples at their probabilities in the triangle of three classes. */
export function simplexFigure({ classes, targets }: Scene, probabilities: Float32Array): SVGSVGElement {
  const palette = readPalette();
  const color = (c: number) => cssColor(palette.classes[c]);
  const at = ([x, y]: readonly [number, number]) => [margin + side * x, margin + side * y] as const;
  const triangle = svg("path", {
    d: `M${corners.map(at).join("L")}Z`,
    fill: "none",
    stroke: tokenColor("--line-strong"),
  });
  const names = corners.map((corner, c) => {
    const [x, y] = at(corner);
    const anchor = c === 2 ? "middle" : c === 0 ? "start" : "end";
    return svg(
      "text",
      { x, y: c === 2 ? y - 12 : y + 22, "text-anchor": anchor, fill: color(c) },
      classes[c],
    );
  });
  const samples = Array.from(targets, (c, i) => {
    const [p0, p1, p2] = probabilities.subarray(3 * i, 3 * i + 3);
    return svg("path", {
      d: markOutline(c),
      transform: `translate(${at(simplexPoint(p0, p1, p2)).join(" ")}) scale(4)`,
      fill: color(c),
      stroke: cssColor(palette.surface),
      "stroke-width": 0.2,
    });
  });
  const [width, height] = [side + 2 * margin, Math.ceil(side * corners[0][1]) + 2 * margin];
  return drawing(width, height, tokenColor("--surface"), triangle, ...names, ...samples);
}
