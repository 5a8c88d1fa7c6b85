import type { KeyboardEvent } from "react";
import type { SampleSummary } from "../../../shared/ipc/inspect.js";
import { Button } from "../../design/Button.js";
import { count, percent } from "../../design/format.js";
import { report } from "../../design/Toast.js";
import { useInspect } from "../../state/inspect.js";
import { PictureView } from "./PictureView.js";
import styles from "./SampleRows.module.css";

/** The samples of the chosen cell, or all mistakes; the most confident first. */
export function SampleRows() {
  const { opened, cell, list, setCell, showMore } = useInspect();
  if (!opened || !list) return <section className={styles.frame} />;
  const { classes } = opened;
  const title = cell
    ? `True ${classes[cell.truth]}, predicted ${classes[cell.predicted]}`
    : "Mistakes, the most confident first";
  const more = list.total - list.samples.length;
  return (
    <section className={styles.frame} aria-label="Samples">
      <div className={styles.bar}>
        <h2 className={styles.title}>{title}</h2>
        <span className={styles.total}>{count(list.total)}</span>
        {cell && (
          <Button look="quiet" className={styles.all} onClick={() => report(setCell(null))}>
            Show all mistakes
          </Button>
        )}
      </div>
      {list.total === 0 ? (
        <p className={styles.none}>{cell ? "No row is in this cell." : "Not one row is predicted wrong."}</p>
      ) : (
        <ul className={styles.rows} data-pictures={opened.isImage || undefined} onKeyDown={moveFocus}>
          {list.samples.map((sample) => (
            <li key={sample.index}>
              <Row {...sample} />
            </li>
          ))}
          {more > 0 && (
            <li className={styles.more}>
              <Button onClick={() => report(showMore())}>Show more ({count(more)} left)</Button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function Row({ index, row, truth, predicted, confidence, picture }: SampleSummary) {
  const classes = useInspect((state) => state.opened!.classes);
  const isChosen = useInspect((state) => state.sample?.index === index);
  const explain = useInspect((state) => state.explain);
  return (
    <button
      type="button"
      className={styles.row}
      aria-pressed={isChosen}
      onClick={() => report(explain(index))}
    >
      {picture && <PictureView picture={picture} size={40} label={`row ${row}`} />}
      <span className={styles.number}>{count(row)}</span>
      <span className={styles.truth}>
        {classes[truth]}
        {truth !== predicted && <span className={styles.wrong}> → {classes[predicted]}</span>}
      </span>
      <span className={styles.confidence}>{percent(confidence)}</span>
    </button>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[at + by]?.focus();
  event.preventDefault();
}
