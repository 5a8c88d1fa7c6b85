import { useState } from "react";
import { Tabs } from "../../design/Tabs.js";
import type { Curve } from "../../state/curve.js";
import { useTrain } from "../../state/train.js";
import styles from "./CurvePanel.module.css";
import { LivePlot, type PlotLine } from "./LivePlot.js";

type Shown = "loss" | "gradient";
type Scale = "linear" | "log";

const lines: Readonly<Record<Shown, readonly (PlotLine & { readonly of: keyof Curve })[]>> = {
  loss: [
    { of: "objective", name: "Objective", color: "--class-0" },
    { of: "validationLoss", name: "Validation loss", color: "--class-1", dashed: true },
  ],
  gradient: [{ of: "gradientNorm", name: "Gradient norm", color: "--class-0" }],
};

/** The curves of the run, step by step. */
export function CurvePanel() {
  const [shown, setShown] = useState<Shown>("loss");
  const [scale, setScale] = useState<Scale>("linear");
  const curve = useTrain((state) => state.curve);
  const reached = useTrain((state) => state.reached);
  const validated = useTrain((state) => (state.start?.nSamples.validation ?? 0) > 0);
  const drawn = lines[shown].filter(({ of }) => of !== "validationLoss" || validated);
  return (
    <Tabs<Shown>
      label="Curve"
      value={shown}
      className={styles.panel}
      items={[
        { value: "loss", label: "Loss" },
        { value: "gradient", label: "Gradient norm" },
      ]}
      onChange={setShown}
      frame={(tabs) => (
        <div className={styles.bar}>
          {tabs}
          <Legend lines={drawn} />
          <label className={styles.log}>
            <input
              type="checkbox"
              checked={scale === "log"}
              onChange={({ target }) => setScale(target.checked ? "log" : "linear")}
            />
            Log axis
          </label>
        </div>
      )}
    >
      {reached === 0 ? (
        <p className={styles.hint}>The curve appears here as the model learns. Press Start.</p>
      ) : (
        <LivePlot
          key={`${shown} ${scale} ${drawn.length}`}
          label={`${drawn.map(({ name }) => name).join(" and ")} by step`}
          x={curve.steps}
          ys={drawn.map(({ of }) => curve[of])}
          reached={reached}
          lines={drawn}
          log={scale === "log"}
        />
      )}
    </Tabs>
  );
}

const Legend = ({ lines: shown }: { readonly lines: readonly PlotLine[] }) => (
  <ul className={styles.legend}>
    {shown.map(({ name, color, dashed }) => (
      <li key={name} className={styles.entry}>
        <svg width="18" height="2" aria-hidden="true">
          <line
            x2="18"
            y1="1"
            y2="1"
            stroke={`var(${color})`}
            strokeWidth="2"
            strokeDasharray={dashed ? "5 3" : ""}
          />
        </svg>
        {name}
      </li>
    ))}
  </ul>
);
