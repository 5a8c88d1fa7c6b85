import { Play, SlidersHorizontal, Trash2 } from "lucide-react";
import type { RunRow } from "../../../shared/ipc/runs.js";
import { Button } from "../../design/Button.js";
import { report } from "../../design/Toast.js";
import { Tooltip } from "../../design/Tooltip.js";
import { useRuns } from "../../state/runs.js";
import { isActive, useTrain } from "../../state/train.js";
import { NoteField } from "./NoteField.js";
import styles from "./RunDetail.module.css";
import { canResume, runStatus } from "./runStatus.js";

/** The run that was selected last: how it ended, what can be done with it, and the person's note. */
export function RunDetail({ run }: { readonly run: RunRow }) {
  const { resume, reuse, trash, selected } = useRuns();
  const busy = useTrain(({ status }) => isActive(status));
  const training = useTrain(({ run: active, status }) => active === run.id && isActive(status));
  const [, meaning] = runStatus(run, training);
  return (
    <aside className={styles.detail} aria-label={run.id}>
      <h2>{run.id}</h2>
      <p className={styles.message}>{run.result && !training ? sentence(run.result.message) : meaning}</p>
      <div className={styles.actions}>
        {canResume(run) && !training && (
          <Button disabled={busy} onClick={() => report(resume(run.id))}>
            <Play size={14} strokeWidth={1.75} aria-hidden />
            Resume
          </Button>
        )}
        <Tooltip text="Opens the data of this run and takes its settings over, to train again with a change.">
          <Button disabled={busy} onClick={() => report(reuse(run.id))}>
            <SlidersHorizontal size={14} strokeWidth={1.75} aria-hidden />
            Use settings
          </Button>
        </Tooltip>
        <Button disabled={training || run.writing} onClick={() => report(trash())}>
          <Trash2 size={14} strokeWidth={1.75} aria-hidden />
          {selected.length > 1 ? `Delete ${selected.length} runs…` : "Delete…"}
        </Button>
      </div>
      <NoteField key={run.id} run={run.id} kept={run.note} />
    </aside>
  );
}

const sentence = (text: string) => `${text[0].toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;
