import { useEffect, useRef } from "react";
import uPlot from "uplot";
import type { TuneEvents } from "../../../shared/ipc/tune.js";
import { tokenColor } from "../../design/tokenColor.js";
import { useDark } from "../../shell/ThemeButton.js";
import styles from "./LivePlot.module.css";
import { axesLook } from "./plotLook.js";

/** Held-out loss by penalty, weak to strong, in a band of one standard error. */
export function TunePlot({ result }: { readonly result: TuneEvents["tune.ended"] }) {
  const frame = useRef<HTMLDivElement>(null);
  const dark = useDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` changes what the color tokens are
  useEffect(() => {
    const element = frame.current!;
    const size = () => ({ width: element.clientWidth, height: element.clientHeight });
    const plot = new uPlot({ ...appearance(), ...size() }, columns(result), element);
    const resized = new ResizeObserver(() => plot.setSize(size()));
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [result, dark]);
  return <div ref={frame} className={styles.plot} role="img" aria-label="Held-out loss by penalty" />;
}

type Result = TuneEvents["tune.ended"];

function columns({ path, best, oneStandardError }: Result): uPlot.AlignedData {
  const shown = path
    .map((entry, k) => ({ ...entry, chosen: k === best || k === oneStandardError }))
    .filter(({ penalty }) => penalty > 0)
    .reverse();
  return [
    shown.map(({ penalty }) => penalty),
    shown.map(({ logLoss, standardError }) => logLoss + standardError),
    shown.map(({ logLoss, standardError }) => logLoss - standardError),
    shown.map(({ logLoss }) => logLoss),
    shown.map(({ logLoss, chosen }) => (chosen ? logLoss : null)),
  ];
}

function appearance(): Omit<uPlot.Options, "width" | "height"> {
  const color = tokenColor("--class-0");
  const edge = { stroke: "transparent", points: { show: false } };
  return {
    legend: { show: false },
    padding: [12, 16, 0, 0],
    cursor: { show: false },
    scales: { x: { time: false, distr: 3 } },
    axes: axesLook(false, true),
    bands: [{ series: [1, 2], fill: tokenColor("--accent-soft") }],
    series: [
      {},
      edge,
      edge,
      { stroke: color, width: 1.75, points: { show: true, size: 5, fill: color } },
      { stroke: "transparent", points: { show: true, size: 11, stroke: tokenColor("--class-1"), width: 2 } },
    ],
  };
}
