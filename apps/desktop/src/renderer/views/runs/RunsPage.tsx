import { History } from "lucide-react";
import { useEffect } from "react";
import type { RunRow } from "../../../shared/ipc/runs.js";
import { askMain } from "../../client.js";
import { Button } from "../../design/Button.js";
import { EmptyState } from "../../design/EmptyState.js";
import { count, duration, measure, percent } from "../../design/format.js";
import { Page } from "../../design/Page.js";
import { Table } from "../../design/Table.js";
import { report } from "../../design/Toast.js";
import { useRuns } from "../../state/runs.js";
import { useView } from "../../state/view.js";
import styles from "./RunsPage.module.css";

export function RunsPage() {
  const { list, refresh } = useRuns();
  const show = useView((state) => state.show);
  useEffect(() => report(refresh()), [refresh]);
  if (!list) return <Page title="Runs">{null}</Page>;
  return (
    <Page
      title="Runs"
      subtitle={`${list.project} · ${count(list.runs.length)} ${list.runs.length === 1 ? "run" : "runs"}`}
      actions={<Button onClick={() => report(askMain("files.chooseProject"))}>Open project…</Button>}
    >
      {list.runs.length === 0 ? (
        <EmptyState
          icon={History}
          title="No runs yet"
          text="Every training is kept here, with its settings and results."
        >
          <Button look="primary" onClick={() => show("train")}>
            Train a model
          </Button>
        </EmptyState>
      ) : (
        <RunTable runs={list.runs} />
      )}
    </Page>
  );
}

const RunTable = ({ runs }: { readonly runs: readonly RunRow[] }) => (
  <div className={styles.scroller}>
    <Table>
      <thead>
        <tr>
          <th>Run</th>
          <th>Data</th>
          <th>Method</th>
          <th>Status</th>
          <th data-numeric>Steps</th>
          <th data-numeric>Objective</th>
          <th data-numeric>Gap</th>
          <th data-numeric>Train</th>
          <th data-numeric>Test</th>
          <th data-numeric>Time</th>
          <th>Started</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.id} {...run} />
        ))}
      </tbody>
    </Table>
  </div>
);

const Row = ({ id, data, solver, startedAt, result }: RunRow) => (
  <tr>
    <td className={styles.name}>{id}</td>
    <td>{data}</td>
    <td>{solver ?? "–"}</td>
    <td>{result?.status ?? "not finished"}</td>
    <td data-numeric>{result ? count(result.steps) : "–"}</td>
    <td data-numeric>{measure(result?.objective.value)}</td>
    <td data-numeric>{measure(result?.certificate.gap)}</td>
    <td data-numeric>{percent(result?.trainAccuracy)}</td>
    <td data-numeric>{percent(result?.testAccuracy)}</td>
    <td data-numeric>{result ? duration(result.seconds) : "–"}</td>
    <td>{new Date(startedAt).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}</td>
  </tr>
);
