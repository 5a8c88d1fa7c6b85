import { useEffect, useId, useRef, useState } from "react";
import type { RunId } from "../../../shared/ipc/train.js";
import { report } from "../../design/Toast.js";
import { useRuns } from "../../state/runs.js";
import styles from "./RunDetail.module.css";

/** Milliseconds without a key before the note is saved. */
const patience = 400;

/** The person's note about a run. "Saved" is said once it is on the disk, and no sooner. */
export function NoteField({ run, kept }: { readonly run: RunId; readonly kept: string }) {
  const setNote = useRuns((state) => state.setNote);
  const [text, setText] = useState(kept);
  const latest = useRef({ text, kept });
  latest.current = { text, kept };
  const id = useId();

  useEffect(() => {
    if (text === kept) return;
    const timer = setTimeout(() => report(setNote(run, text)), patience);
    return () => clearTimeout(timer);
  }, [text, kept, run, setNote]);

  // Another run, or another view: what was typed is saved at once.
  useEffect(
    () => () => {
      const { text: typed, kept: saved } = latest.current;
      if (typed !== saved) report(setNote(run, typed));
    },
    [run, setNote],
  );

  return (
    <div className={styles.note}>
      <label htmlFor={id}>Note</label>
      <span role="status">{text !== kept ? "Saving…" : text === "" ? "" : "Saved"}</span>
      <textarea
        id={id}
        value={text}
        placeholder="What did you try, what did you learn?"
        onChange={({ target }) => setText(target.value)}
      />
    </div>
  );
}
