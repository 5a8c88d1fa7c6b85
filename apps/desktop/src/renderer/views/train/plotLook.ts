import type uPlot from "uplot";
import { tokenColor } from "../../design/tokenColor.js";

/** Axes of a plot in the present theme. */
export function axesLook(): [uPlot.Axis, uPlot.Axis] {
  const axis = {
    stroke: tokenColor("--text-muted"),
    font: '11px "Inter Variable"',
    grid: { stroke: tokenColor("--line"), width: 1 },
    ticks: { show: false },
  };
  return [
    { ...axis, size: 28, values: (_plot, ticks) => ticks.map(tickLabel) },
    { ...axis, size: 64, values: (_plot, ticks) => ticks.map(tickLabel) },
  ];
}

/** uPlot gives null for ticks of a log axis that have no room. */
function tickLabel(value: number | null): string {
  if (value === null) return "";
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential().replace("e+", "e").replace("-", "−")
    : String(value);
}
