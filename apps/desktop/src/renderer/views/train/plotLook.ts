import type uPlot from "uplot";
import { tokenColor } from "../../design/tokenColor.js";

/** Axes of a plot in the present theme. */
export function axesLook(logY: boolean, logX = false): [uPlot.Axis, uPlot.Axis] {
  const axis = {
    stroke: tokenColor("--text-muted"),
    font: '11px "Inter Variable"',
    ticks: { show: false },
  };
  return [
    { ...axis, grid: gridLook(logX), size: 28, values: (_plot, ticks) => ticks.map(tickLabel) },
    { ...axis, grid: gridLook(logY), size: 64, values: (_plot, ticks) => ticks.map(tickLabel) },
  ];
}

/** Of a log axis only the powers of ten have lines. */
const gridLook = (log: boolean): uPlot.Axis.Grid => ({
  stroke: tokenColor("--line"),
  width: 1,
  filter: (_plot, ticks) => (log ? ticks.map((tick) => (isPowerOfTen(tick) ? tick : null)) : ticks),
});

const isPowerOfTen = (value: number): boolean => {
  const exponent = Math.log10(value);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9;
};

/** uPlot gives null for ticks of a log axis that have no room. */
function tickLabel(value: number | null): string {
  if (value === null) return "";
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential().replace("e+", "e").replace("-", "−")
    : String(value);
}
