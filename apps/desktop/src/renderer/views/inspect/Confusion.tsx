import type { KeyboardEvent } from "react";
import { count, percent } from "../../design/format.js";
import { report } from "../../design/Toast.js";
import { type Cell, useInspect } from "../../state/inspect.js";
import styles from "./Confusion.module.css";

/** Rows are true classes, columns predicted ones; a cell opens its samples. Arrow keys go from cell to cell. */
export function Confusion() {
  const { evaluation, opened, cell, setCell } = useInspect();
  if (!evaluation || !opened) return <div className={styles.frame} />;
  const { confusion } = evaluation;
  const { classes } = opened;
  const stop = cell ?? { truth: 0, predicted: 0 };
  return (
    <section className={styles.frame} aria-label="Confusion matrix">
      <table className={styles.matrix} data-dense={classes.length > 12 || undefined}>
        <caption className={styles.caption}>
          Rows are the true classes, columns what the model says. Choose a cell to see its samples.
        </caption>
        <thead>
          <tr>
            <th className={styles.corner} scope="col">
              true ╲ predicted
            </th>
            {classes.map((label) => (
              <th key={label} scope="col" title={String(label)}>
                <span className={styles.class}>{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={(event) => moveFocus(event, classes.length)}>
          {confusion.map((row, truth) => (
            <tr key={classes[truth]}>
              <th scope="row" title={String(classes[truth])}>
                <span className={styles.class}>{classes[truth]}</span>
              </th>
              {row.map((weight, predicted) => (
                <td key={classes[predicted]}>
                  <MatrixCell
                    at={{ truth, predicted }}
                    weight={weight}
                    share={weight / (row.reduce((sum, each) => sum + each, 0) || 1)}
                    isTabStop={stop.truth === truth && stop.predicted === predicted}
                    isChosen={cell?.truth === truth && cell.predicted === predicted}
                    name={`true ${classes[truth]}, predicted ${classes[predicted]}`}
                    onChoose={(chosen) => report(setCell(chosen))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface MatrixCellProps {
  readonly at: Cell;
  readonly weight: number;
  readonly share: number;
  readonly isTabStop: boolean;
  readonly isChosen: boolean;
  readonly name: string;
  onChoose(cell: Cell): void;
}

function MatrixCell({ at, weight, share, isTabStop, isChosen, name, onChoose }: MatrixCellProps) {
  const hue = at.truth === at.predicted ? "--accent" : "--class-1";
  return (
    <button
      type="button"
      className={styles.cell}
      data-zero={weight === 0 || undefined}
      aria-pressed={isChosen}
      aria-label={`${name}: ${shown(weight)}, ${percent(share)} of its row`}
      tabIndex={isTabStop ? 0 : -1}
      style={{ background: tint(hue, share) }}
      onClick={() => onChoose(at)}
    >
      {shown(weight)}
    </button>
  );
}

/** Deeper for a larger share, never so deep that the number on it is hard to read. */
const tint = (hue: string, share: number): string =>
  share === 0
    ? "transparent"
    : `color-mix(in srgb, var(${hue}) ${(8 + 34 * share).toFixed(1)}%, var(--surface))`;

/** Sums of weights need not be whole. */
const shown = (weight: number): string => (Number.isInteger(weight) ? count(weight) : weight.toPrecision(4));

function moveFocus(event: KeyboardEvent<HTMLElement>, nClasses: number): void {
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: nClasses, ArrowUp: -nClasses }[event.key];
  if (by === undefined) return;
  const cells = [...event.currentTarget.querySelectorAll("button")];
  const at = cells.indexOf(document.activeElement as HTMLButtonElement);
  cells[at + by]?.focus();
  event.preventDefault();
}
