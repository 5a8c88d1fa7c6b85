import type { PlotLine } from "./LivePlot.js";

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
