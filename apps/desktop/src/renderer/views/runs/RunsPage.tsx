import { CircleAlert, History } from "lucide-react";
import { useEffect } from "react";
import type { RunList } from "../../../shared/ipc/runs.js";
import { askMain } from "../../client.js";
import { Button } from "../../design/Button.js";
import { EmptyState } from "../../design/EmptyState.js";
import { count } from "../../design/format.js";
import { Page } from "../../design/Page.js";
import { report } from "../../design/Toast.js";
import { ExportMenu } from "../../shell/ExportMenu.js";
import { isTraining, useRuns } from "../../state/runs.js";
import { useView } from "../../state/view.js";
import { ComparePanel } from "./ComparePanel.js";
import { RunDetail } from "./RunDetail.js";
import styles from "./RunsPage.module.css";
import { RunTable } from "./RunTable.js";
import { runsActions } from "./runsActions.js";

/** Milliseconds between two looks at runs that another program trains. */
const lookAgain = 2000;

export function RunsPage() {
  const { list, refresh, selected, select } = useRuns();
  useEffect(() => report(refresh()), [refresh]);
  const isWritten = list?.runs.some(({ writing, id }) => writing && !isTraining(id)) ?? false;
  useEffect(() => {
    if (!isWritten) return;
    const timer = setInterval(() => report(refresh()), lookAgain);
    return () => clearInterval(timer);
  }, [isWritten, refresh]);
  const first = list?.runs[0]?.id;
  useEffect(() => {
    if (first !== undefined && selected.length === 0) select([first]);
  }, [first, selected, select]);
  if (!list) return <Page title="Runs">{null}</Page>;
  const runs = list.runs.length;
  return (
    <Page
      title="Runs"
      subtitle={`${list.project} · ${count(runs)} ${runs === 1 ? "run" : "runs"}`}
      actions={
        <>
          {runs > 0 && <ExportMenu actions={runsActions} />}
          <Button onClick={() => report(askMain("files.chooseProject"))}>Open project…</Button>
        </>
      }
    >
      {runs === 0 && list.unreadable.length === 0 ? <NoRuns /> : <Runs {...list} />}
    </Page>
  );
}

function NoRuns() {
  const show = useView((state) => state.show);
  return (
    <EmptyState
      icon={History}
      title="No runs yet"
      text="Every training is kept here, with its settings and results."
    >
      <Button look="primary" onClick={() => show("train")}>
        Train a model
      </Button>
    </EmptyState>
  );
}

function Runs({ runs, unreadable }: RunList) {
  const last = useRuns((state) => state.selected.at(-1));
  const run = runs.find(({ id }) => id === last);
  return (
    <div className={styles.columns}>
      <RunTable runs={runs} />
      {unreadable.length > 0 && (
        <ul className={styles.unreadable} aria-label="Runs that cannot be read">
          {unreadable.map(({ id, message }) => (
            <li key={id}>
              <CircleAlert size={15} strokeWidth={1.75} aria-hidden />
              {message}. Nothing in this folder is touched.
            </li>
          ))}
        </ul>
      )}
      {run && (
        <div className={styles.panel}>
          <ComparePanel />
          <RunDetail run={run} />
        </div>
      )}
    </div>
  );
}
