import { useState } from "react";
import { Button } from "../../design/Button.js";
import { Tabs } from "../../design/Tabs.js";
import { smoothed } from "../../state/curve.js";
import { usePictures } from "../../state/pictures.js";
import { useTrain } from "../../state/train.js";
import styles from "./CurvePanel.module.css";
import { type Curves, type Shown, shownCurves } from "./curves.js";
import { LineSample } from "./LineSample.js";
import { LivePlot, type PlotLine } from "./LivePlot.js";
import { smoothings, useShownCurve } from "./shownCurve.js";
import { TunePanel } from "./TunePanel.js";

const tabs = [
  { value: "loss", label: "Loss" },
  { value: "accuracy", label: "Accuracy" },
  { value: "gradient", label: "Gradient" },
  { value: "certificate", label: "Certificate" },
  { value: "tune", label: "Tune" },
] as const;

/** The curves of the run, step by step, and the search for its penalty. */
export function CurvePanel() {
  const { shown, log, smoothing, show, setLog, setSmoothing } = useShownCurve();
  return (
    <Tabs<Shown | "tune">
      label="Curve"
      value={shown}
      className={styles.panel}
      items={tabs}
      onChange={show}
      frame={(row) => (
        <div className={styles.bar}>
          {row}
          {shown !== "tune" && (
            <>
              <label className={styles.option}>
                Smoothing
                <input
                  type="range"
                  className={styles.smoothing}
                  min={0}
                  max={smoothings.length - 1}
                  value={smoothing}
                  aria-valuetext={smoothings[smoothing].name}
                  onChange={({ target }) => setSmoothing(target.valueAsNumber)}
                />
              </label>
              <label className={styles.option}>
                <input
                  type="checkbox"
                  checked={log[shown] ?? false}
                  onChange={({ target }) => setLog(shown, target.checked)}
                />
                Log axis
              </label>
            </>
          )}
        </div>
      )}
    >
      {shown === "tune" ? (
        <TunePanel />
      ) : (
        <CurvePlot shown={shown} log={log[shown] ?? false} beta={smoothings[smoothing].beta} />
      )}
    </Tabs>
  );
}

interface CurvePlotProps {
  readonly shown: Shown;
  readonly log: boolean;
  readonly beta: number;
}

function CurvePlot({ shown, log, beta }: CurvePlotProps) {
  const [zoomed, setZoomed] = useState(false);
  const [resets, setResets] = useState(0);
  const scrubbed = usePictures((state) => state.scrubbed);
  const curves = useShownCurves(shown);
  if (curves.x.length === 0) return <p className={styles.hint}>{curves.nothing}</p>;
  const reset = () => {
    setResets(resets + 1);
    setZoomed(false);
  };
  return (
    <div className={styles.plot}>
      <LivePlot
        key={`${shown} ${log} ${curves.lines.length} ${resets}`}
        label={`${curves.lines.map(({ name }) => name).join(" and ")} by step`}
        x={curves.x}
        ys={curves.ys.map((column) => smoothed(column, beta))}
        reached={curves.x.at(-1)! + beta}
        lines={curves.lines}
        log={log}
        mark={scrubbed}
        onZoom={setZoomed}
      />
      <Legend lines={curves.lines} />
      {zoomed && (
        <Button className={styles.reset} onClick={reset}>
          Show all
        </Button>
      )}
    </div>
  );
}

function useShownCurves(shown: Shown): Curves {
  const { curve, measured, start } = useTrain();
  // The columns grow in place; this is what says that they have.
  useTrain((state) => state.reached);
  return shownCurves(shown, curve, measured, (start?.nSamples.validation ?? 0) > 0);
}

const Legend = ({ lines }: { readonly lines: readonly PlotLine[] }) => (
  <ul className={styles.legend}>
    {lines.map((line) => (
      <li key={line.name} className={styles.entry}>
        <LineSample {...line} />
        {line.name}
      </li>
    ))}
  </ul>
);
