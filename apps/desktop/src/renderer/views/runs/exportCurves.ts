import type { RunCurve } from "../../../shared/ipc/runs.js";
import { askMain } from "../../client.js";
import { tokenColor } from "../../design/tokenColor.js";
import { useRuns } from "../../state/runs.js";
import { runLine } from "./runLine.js";
import { curveNames, useShownCurves } from "./shownCurves.js";

/** In CSS pixels; a PNG has twice as many. */
const size = { width: 960, height: 540 };

/** Saves the curves that the Runs view shows, in the colors of the present theme. */
export async function exportCurves(kind: "svg" | "png"): Promise<void> {
  const svg = await curvesAsSvg();
  const content = kind === "svg" ? svg : await rasterized(svg);
  await askMain("export.save", { name: "curves", kind, content });
}

async function curvesAsSvg(): Promise<string> {
  const { plot, lineY, text } = await import("@observablehq/plot");
  const { selected, curves } = useRuns.getState();
  const { shown, log } = useShownCurves.getState();
  const lines = selected.map((run, place) => ({
    ...runLine(run, place),
    points: pointsOf(curves.get(run), shown),
  }));
  const figure = plot({
    ...size,
    marginLeft: 60,
    style: {
      background: tokenColor("--surface"),
      color: tokenColor("--text-muted"),
      fontFamily: "sans-serif",
    },
    x: { label: "step" },
    y: { label: curveNames[shown], type: log ? "log" : "linear", grid: true },
    marks: lines.flatMap(({ name, color, dashed, points }, place) => [
      lineY(points, {
        x: "step",
        y: "value",
        stroke: tokenColor(color),
        strokeWidth: 1.75,
        strokeDasharray: dashed ? "6 4" : undefined,
      }),
      text([`${dashed ? "- -" : "—"} ${name}`], {
        frameAnchor: "top-right",
        dy: 6 + 16 * place,
        fill: tokenColor(color),
      }),
    ]),
  });
  figure.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(figure);
}

const pointsOf = (curve: RunCurve | undefined, shown: keyof typeof curveNames) =>
  (curve?.steps ?? []).map((step, i) => ({ step, value: curve![shown][i] }));

async function rasterized(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(2 * size.width, 2 * size.height);
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}
