import { plotStyle } from "../../../exports/plotStyle.js";
import { imageAddress, svg } from "../../../exports/svg.js";
import { markOutline } from "../../../pictures/marks.js";
import { cssColor, readPalette } from "../../../pictures/palette.js";
import { decisionRegions, type Polygon } from "../../../pictures/plane.js";
import { grown, type Regions, shadedCells } from "../../../pictures/regions.js";
import { type PlaneOfStep, sceneRegions } from "../pictures/sceneRegions.js";

/** Cells of the shading, across and upward. */
const [columns, rows] = [240, 135];

type Scale = (value: number) => number;

/** The regions of a step with their axes: shading as an image, boundaries and samples as paths. */
export async function regionsFigure(shown: PlaneOfStep): Promise<SVGSVGElement> {
  const { plot } = await import("@observablehq/plot");
  const regions = sceneRegions(shown, readPalette());
  const [a, b] = shown.axes.map((k) => shown.scene.axes[k]);
  return plot({
    ...plotStyle(),
    x: { label: a.name, domain: [...regions.view.x] },
    y: { label: b.name, domain: [...regions.view.y] },
    marks: [
      (_, scales) => {
        const [x, y] = [scales.x as Scale, scales.y as Scale];
        return svg("g", {}, ground(regions, x, y), ...edges(regions, x, y), ...samples(shown, regions, x, y));
      },
    ],
  }) as SVGSVGElement;
}

function ground(regions: Regions, x: Scale, y: Scale): SVGElement {
  const { view } = regions;
  const [left, right, top, bottom] = [x(view.x[0]), x(view.x[1]), y(view.y[1]), y(view.y[0])];
  return svg("image", {
    ...{ x: left, y: top, width: right - left, height: bottom - top },
    preserveAspectRatio: "none",
    href: imageAddress(shadedCells(regions, columns, rows), columns, rows),
  });
}

/** Each region's edge in its own color, the inner half of a line. */
function edges({ logits, view, palette }: Regions, x: Scale, y: Scale): SVGElement[] {
  const frame = svg("rect", {
    ...{ x: x(view.x[0]), y: y(view.y[1]) },
    ...{ width: x(view.x[1]) - x(view.x[0]), height: y(view.y[0]) - y(view.y[1]) },
  });
  return [
    svg("clipPath", { id: "frame" }, frame),
    ...decisionRegions(logits, grown(view)).flatMap((region, c) => {
      if (region.length === 0) return [];
      const d = pathOf(region, x, y);
      const [stroke, inside] = [cssColor(palette.classes[c % palette.classes.length]), `region-${c}`];
      return [
        svg("clipPath", { id: inside, "clip-path": "url(#frame)" }, svg("path", { d })),
        svg("path", { d, fill: "none", stroke, "stroke-width": 4, "clip-path": `url(#${inside})` }),
      ];
    }),
  ];
}

const pathOf = (region: Polygon, x: Scale, y: Scale): string => {
  const corners = Array.from(
    { length: region.length / 2 },
    (_, k) => `${x(region[2 * k])},${y(region[2 * k + 1])}`,
  );
  return `M${corners.join("L")}Z`;
};

const samples = ({ scene, points }: PlaneOfStep, { palette }: Regions, x: Scale, y: Scale): SVGElement[] =>
  Array.from(scene.targets, (c, i) =>
    svg("path", {
      d: markOutline(c),
      transform: `translate(${x(points.x[i])} ${y(points.y[i])}) scale(4)`,
      fill: cssColor(palette.classes[c % palette.classes.length]),
      stroke: cssColor(palette.surface),
      "stroke-width": 0.2,
    }),
  );
