import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { tokenColor } from "../../design/tokenColor.js";
import { useDark } from "../../shell/ThemeButton.js";
import styles from "./LivePlot.module.css";

export interface PlotLine {
  readonly name: string;
  readonly color: `--${string}`;
  readonly dashed?: boolean;
}

export interface LivePlotProps {
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  /** Columns that may grow in place; `reached` says that they have. */
  readonly x: readonly number[];
  readonly ys: readonly (readonly number[])[];
  readonly reached: number;
  readonly lines: readonly PlotLine[];
  readonly log: boolean;
}

/** Curves that grow; drawn at most once a frame, however often the data change. */
export function LivePlot({ label, x, ys, reached, lines, log }: LivePlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useRef<uPlot.AlignedData>([[]]);
  const dark = useDark();
  data.current = [x, ...ys] as unknown as uPlot.AlignedData;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` changes what the color tokens are
  useEffect(() => {
    const element = frame.current!;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const drawn = new uPlot({ ...appearance(lines, log), ...size() }, data.current, element);
    plot.current = drawn;
    const resized = new ResizeObserver(() => drawn.setSize(size()));
    resized.observe(element);
    return () => {
      resized.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [lines.length, log, dark]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns grow in place
  useEffect(() => {
    const next = requestAnimationFrame(() => plot.current?.setData(data.current));
    return () => cancelAnimationFrame(next);
  }, [reached, x]);

  return <div ref={frame} className={styles.plot} role="img" aria-label={label} />;
}

function appearance(lines: readonly PlotLine[], log: boolean): Omit<uPlot.Options, "width" | "height"> {
  const axis = {
    stroke: tokenColor("--text-muted"),
    font: '11px "Inter Variable"',
    grid: { stroke: tokenColor("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    legend: { show: false },
    padding: [12, 16, 0, 0],
    cursor: { points: { size: 7 }, drag: { x: true, y: false } },
    scales: { x: { time: false }, y: { distr: log ? 3 : 1 } },
    axes: [
      { ...axis, size: 32 },
      { ...axis, size: 64, values: (_plot, ticks) => ticks.map(tickLabel) },
    ],
    series: [
      {},
      ...lines.map(({ name, color, dashed }) => ({
        label: name,
        stroke: tokenColor(color),
        width: 1.75,
        dash: dashed ? [6, 4] : undefined,
        points: { show: false },
        spanGaps: true,
      })),
    ],
  };
}

/** uPlot gives null for ticks of a log axis that have no room. */
function tickLabel(value: number | null): string {
  if (value === null) return "";
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential().replace("e+", "e").replace("-", "−")
    : String(value);
}
