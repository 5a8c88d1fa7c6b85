import uPlot from "uplot";
import type { RunCurve } from "../../../shared/ipc/runs.js";
import { Tabs } from "../../design/Tabs.js";
import { useRuns } from "../../state/runs.js";
import { LineSample } from "../train/LineSample.js";
import { LivePlot } from "../train/LivePlot.js";
import styles from "./ComparePanel.module.css";
import { runLine } from "./runLine.js";
import { curveNames, type ShownCurve, useShownCurves } from "./shownCurves.js";

/** The curves of the selected runs, laid over each other. */
export function ComparePanel() {
  const { shown, log, show, setLog } = useShownCurves();
  const selected = useRuns((state) => state.selected);
  return (
    <Tabs<ShownCurve>
      label="Curve"
      value={shown}
      className={styles.panel}
      items={Object.entries(curveNames).map(([value, label]) => ({ value: value as ShownCurve, label }))}
      onChange={show}
      frame={(tabs) => (
        <div className={styles.bar}>
          {tabs}
          <ul className={styles.legend}>
            {selected.map((run, place) => (
              <li key={run} className={styles.entry}>
                <LineSample {...runLine(run, place)} />
                {run}
              </li>
            ))}
          </ul>
          <label className={styles.log}>
            <input type="checkbox" checked={log} onChange={({ target }) => setLog(target.checked)} />
            Log axis
          </label>
        </div>
      )}
    >
      <Curves shown={shown} log={log} />
    </Tabs>
  );
}

function Curves({ shown, log }: { readonly shown: ShownCurve; readonly log: boolean }) {
  const { selected, curves } = useRuns();
  const found = selected.map((run) => curves.get(run));
  if (found.some((curve) => curve === undefined)) return null;
  const there = found as RunCurve[];
  if (there.every((curve) => curve[shown].every((value) => value === null)))
    return <p className={styles.hint}>{emptyReason(shown)}</p>;
  const [x, ...ys] = uPlot.join(
    there.map((curve) => [[...curve.steps], [...curve[shown]]] as uPlot.AlignedData),
  );
  return (
    <LivePlot
      key={`${shown} ${log} ${selected.join(" ")}`}
      label={`${curveNames[shown]} by step of ${selected.join(", ")}`}
      x={x as number[]}
      ys={ys as number[][]}
      reached={x.length}
      lines={selected.map(runLine)}
      log={log}
    />
  );
}

const emptyReason = (shown: ShownCurve) =>
  shown === "validationLoss"
    ? "None of these runs has a validation part; the option “validationSize” gives it one."
    : "Nothing was noted of these runs yet.";
