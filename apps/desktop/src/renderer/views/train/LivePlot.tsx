import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { tokenColor } from "../../design/tokenColor.js";
import { useDark } from "../../shell/ThemeButton.js";
import styles from "./LivePlot.module.css";
import { axesLook } from "./plotLook.js";

export interface PlotLine {
  readonly name: string;
  readonly color: `--${string}`;
  readonly dashed?: boolean;
  /** The points themselves too, where there is nothing between them. */
  readonly points?: boolean;
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
  /** A place on the x axis that a line marks. */
  readonly mark?: number | null;
  /** Told when the person has zoomed in by dragging, or out again by a double click. */
  onZoom?(zoomed: boolean): void;
}

/** Curves that grow; drawn at most once a frame, however often the data change. */
export function LivePlot({ label, x, ys, reached, lines, log, mark = null, onZoom }: LivePlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useRef<uPlot.AlignedData>([[]]);
  const zoomed = useRef(false);
  const marked = useRef<number | null>(null);
  const dark = useDark();
  marked.current = mark;
  data.current = [x, ...ys] as unknown as uPlot.AlignedData;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` changes what the color tokens are
  useEffect(() => {
    const element = frame.current!;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const zoom = (now: boolean) => {
      zoomed.current = now;
      onZoom?.(now);
    };
    const hooks = {
      setSelect: [({ select }: uPlot) => select.width > 0 && zoom(true)],
      draw: [(drawing: uPlot) => drawMark(drawing, marked.current)],
    };
    const drawn = new uPlot({ ...appearance(lines, log), ...size(), hooks }, data.current, element);
    drawn.over.addEventListener("dblclick", () => zoom(false));
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
    const next = requestAnimationFrame(() => {
      plot.current?.setData(data.current, !zoomed.current);
      if (zoomed.current) plot.current?.redraw();
    });
    return () => cancelAnimationFrame(next);
  }, [reached, x, mark]);

  return <div ref={frame} className={styles.plot} role="img" aria-label={label} />;
}

function appearance(lines: readonly PlotLine[], log: boolean): Omit<uPlot.Options, "width" | "height"> {
  return {
    legend: { show: false },
    padding: [12, 16, 0, 0],
    cursor: { points: { size: 7 }, drag: { x: true, y: false } },
    scales: { x: { time: false }, y: { distr: log ? 3 : 1 } },
    axes: axesLook(log),
    series: [
      {},
      ...lines.map(({ name, color, dashed, points = false }) => ({
        label: name,
        stroke: tokenColor(color),
        width: 1.75,
        dash: dashed ? [6, 4] : undefined,
        points: points ? { size: 5, fill: tokenColor(color) } : { show: false },
        spanGaps: true,
      })),
    ],
  };
}

/** A line down the plot at a place on its x axis. */
function drawMark({ ctx, bbox, valToPos }: uPlot, at: number | null): void {
  if (at === null) return;
  const x = valToPos(at, "x", true);
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = tokenColor("--accent");
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
