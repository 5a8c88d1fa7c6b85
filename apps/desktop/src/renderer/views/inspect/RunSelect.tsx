import { useEffect } from "react";
import type { RunId } from "../../../shared/ipc/train.js";
import { report } from "../../design/Toast.js";
import { useChosenRun, useModelRuns } from "../../state/inspectRun.js";
import { useRuns } from "../../state/runs.js";
import { BarSelect } from "./BarSelect.js";

/** The model to look at: that of the latest run, or of any other. */
export function RunSelect() {
  const { run, runs } = useModelRuns();
  const choose = useChosenRun((state) => state.choose);
  const refresh = useRuns((state) => state.refresh);
  useEffect(() => report(refresh()), [refresh]);
  return (
    <BarSelect<RunId>
      label="Run"
      value={run}
      items={(runs ?? []).map(({ id }) => ({ value: id, label: id }))}
      onChange={choose}
    />
  );
}
