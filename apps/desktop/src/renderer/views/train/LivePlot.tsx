import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { measure } from "../../design/format.js";
import { tokenColor } from "../../design/tokenColor.js";
import { useWheelZoom } from "../../pictures/useWheelZoom.js";
import { zoomKeys } from "../../pictures/zoomKeys.js";
import { pannedRange, type Range, zoomedRange } from "../../pictures/zoomRange.js";
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
  /** Told when the person has zoomed in, or out again. */
  onZoom?(zoomed: boolean): void;
}

/**
 * Curves that grow; drawn at most once a frame, however often the data change. Dragging, the wheel, + and − zoom into
 * the steps, arrow keys move along them, 0 and a double click show all.
 */
export function LivePlot({ label, x, ys, reached, lines, log, mark = null, onZoom }: LivePlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useRef<uPlot.AlignedData>([[]]);
  const zoomed = useRef(false);
  const [shown, setShown] = useState("");
  const marked = useRef<number | null>(null);
  const dark = useDark();
  marked.current = mark;
  const setZoomed = (now: boolean) => {
    zoomed.current = now;
    onZoom?.(now);
  };
  /** Shows the steps that this makes of those that are shown. */
  const show = (next: (shown: Range, all: Range) => Range) => {
    const drawn = plot.current;
    const [steps] = data.current;
    if (!drawn || steps.length < 2) return;
    const { min = 0, max = 0 } = drawn.scales.x;
    const all: Range = [steps[0], steps[steps.length - 1]];
    const [from, to] = next([min ?? all[0], max ?? all[1]], all);
    drawn.setScale("x", { min: from, max: to });
    setZoomed(to - from < all[1] - all[0]);
  };
  useWheelZoom(frame, (factor, { clientX }) => {
    const at = plot.current?.posToVal(clientX - plot.current.over.getBoundingClientRect().left, "x") ?? 0;
    show((shown, all) => zoomedRange(shown, factor, at, all));
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const [zoom, pan] = [zoomKeys[event.key], panKeys[event.key]];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (zoom) show((shown, all) => zoomedRange(shown, zoom, (shown[0] + shown[1]) / 2, all));
    else if (pan) show((shown, all) => pannedRange(shown, pan, all));
    else if (event.key === "0") show((_, all) => all);
    else return;
    event.preventDefault();
  };
  data.current = [x, ...ys] as unknown as uPlot.AlignedData;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` changes what the color tokens are
  useEffect(() => {
    const element = frame.current!;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const hooks = {
      setSelect: [({ select }: uPlot) => select.width > 0 && setZoomed(true)],
      setScale: [({ scales }: uPlot, key: string) => key === "x" && setShown(rangeOf(scales.x))],
      draw: [(drawing: uPlot) => drawMark(drawing, marked.current)],
    };
    const drawn = new uPlot({ ...appearance(lines, log), ...size(), hooks }, data.current, element);
    drawn.over.addEventListener("dblclick", () => setZoomed(false));
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

  return (
    <div
      ref={frame}
      className={styles.plot}
      role="img"
      aria-label={label}
      aria-description={zoomed.current ? shown : undefined}
      aria-keyshortcuts="+ - 0 ArrowLeft ArrowRight"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard zooms too
      tabIndex={0}
      onKeyDown={onKeyDown}
    />
  );
}

const rangeOf = ({ min = 0, max = 0 }: uPlot.Scale): string =>
  `shows ${measure(min)} to ${measure(max)} of the steps`;

const panKeys: Readonly<Record<string, number>> = { ArrowLeft: -0.2, ArrowRight: 0.2 };

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
