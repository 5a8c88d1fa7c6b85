import type { PlotLine } from "../train/LivePlot.js";

/** The look of the curve at a place among the selected: a color, and a dash for every second. */
export const runLine = (name: string, place: number): PlotLine => ({
  name,
  color: `--class-${place}`,
  dashed: place % 2 === 1,
});
