// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot place rows that are not all there
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is read and scrolled as a whole
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { Cell, ColumnSummary, DatasetSummary } from "../../../shared/ipc/data.js";
import { askSession } from "../../client.js";
import { count } from "../../design/format.js";
import { useData } from "../../state/data.js";
import styles from "./Preview.module.css";
import { usePages } from "./rowPages.js";
import { useRowWindow } from "./useRowWindow.js";

const rowHeight = 28;
const headHeight = 44;
const indexWidth = 72;

/** The rows of a data set, however many; only those in view are on the page, in both directions. */
export function Preview({ dataset }: { readonly dataset: DatasetSummary }) {
  const scroller = useRef<HTMLDivElement>(null);
  const row = usePages(dataset.id, (from, n) =>
    askSession("data.rows", { dataset: dataset.id, from, count: n }),
  );
  const label = useData((state) => state.label);
  const { height, rows } = useRowWindow(scroller, dataset.nSamples, rowHeight, headHeight);
  const columns = useVirtualizer({
    horizontal: true,
    count: dataset.columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widthOf(dataset.columns[index]),
    overscan: 3,
  });
  const shown = columns.getVirtualItems();
  return (
    <div
      className={styles.scroller}
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Rows"
      aria-rowcount={dataset.nSamples + 1}
    >
      <div className={styles.sheet} style={{ height, width: columns.getTotalSize() + indexWidth }}>
        <div className={styles.head} role="row">
          <span className={styles.corner} role="columnheader" aria-label="Row" />
          {shown.map(({ index, start, size }) => (
            <Heading
              key={index}
              column={dataset.columns[index]}
              isLabel={dataset.columns[index].name === label}
              left={start + indexWidth}
              width={size}
            />
          ))}
        </div>
        {rows.map(({ index, top }) => {
          const cells = row(index);
          return (
            <div
              key={index}
              className={styles.row}
              role="row"
              aria-rowindex={index + 2}
              style={{ transform: `translateY(${top}px)` }}
            >
              <span className={styles.index} role="rowheader">
                {count(index + 1)}
              </span>
              {shown.map(({ index: c, start: left, size }) => (
                <span
                  key={c}
                  role="gridcell"
                  className={styles.cell}
                  data-kind={dataset.columns[c].kind}
                  data-label={dataset.columns[c].name === label || undefined}
                  data-missing={cells?.[c] === null || undefined}
                  style={{ left: left + indexWidth, width: size }}
                >
                  {cells && shownCell(cells[c])}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HeadingProps {
  readonly column: ColumnSummary;
  readonly isLabel: boolean;
  readonly left: number;
  readonly width: number;
}

const Heading = ({ column, isLabel, left, width }: HeadingProps) => (
  <span
    role="columnheader"
    className={styles.heading}
    data-kind={column.kind}
    data-label={isLabel || undefined}
    style={{ left, width }}
  >
    <span className={styles.name}>{column.name}</span>
    <span className={styles.kind}>{isLabel ? "label" : kindOf(column)}</span>
  </span>
);

function kindOf({ kind, missing, shape }: ColumnSummary): string {
  const what = shape === undefined ? kind : `${kind} ${shape}`;
  return missing > 0 ? `${what}, ${count(missing)} missing` : what;
}

/** Wide enough for both lines of the heading. */
function widthOf(column: ColumnSummary): number {
  const letters = Math.max(column.name.length, kindOf(column).length);
  return Math.min(280, Math.max(column.kind === "text" ? 140 : 104, 32 + 7 * letters));
}

const shownCell = (cell: Cell): string => (cell === null ? "missing" : String(cell));
