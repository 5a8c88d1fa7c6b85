import type { PlotLine } from "../train/LivePlot.js";

/** The look of the curve at a place among the selected: a color, and a dash for every second. */
export const runLine = (name: string, place: number): PlotLine => ({
  name,
  color: `--class-${place}`,
  dashed: place % 2 === 1,
});

/** A piece of the curve, for legends. */
export const LineSample = ({ color, dashed }: Pick<PlotLine, "color" | "dashed">) => (
  <svg width="18" height="4" aria-hidden="true">
    <line
      x2="18"
      y1="2"
      y2="2"
      stroke={`var(${color})`}
      strokeWidth="2"
      strokeDasharray={dashed ? "5 3" : undefined}
    />
  </svg>
);
