import {
  getCoreRowModel,
  getSortedRowModel,
  type Header,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useMemo, useState } from "react";
import type { RunRow } from "../../../shared/ipc/runs.js";
import type { RunId } from "../../../shared/ipc/train.js";
import { Table } from "../../design/Table.js";
import { Tooltip } from "../../design/Tooltip.js";
import { useRuns } from "../../state/runs.js";
import { isActive, useTrain } from "../../state/train.js";
import { LineSample } from "../train/LineSample.js";
import { differences } from "./differences.js";
import styles from "./RunTable.module.css";
import { type RunColumn, runColumns } from "./runColumns.js";
import { runLine } from "./runLine.js";
import { runStatus } from "./runStatus.js";

/** All runs: click a heading to sort, a name to look at the run, boxes to compare several. */
export function RunTable({ runs }: { readonly runs: readonly RunRow[] }) {
  const [sorting, setSorting] = useState<SortingState>([]);
  const columns = useMemo(() => [...runColumns(differences(runs))], [runs]);
  const table = useReactTable({
    data: runs as RunRow[],
    columns,
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: ({ id }) => id,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  return (
    <div className={styles.scroller}>
      <Table>
        <thead>
          <tr>
            <th className={styles.first}>Run</th>
            <th>Status</th>
            {table.getFlatHeaders().map((header) => (
              <Heading key={header.id} header={header} />
            ))}
            <th>Note</th>
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map(({ id, original, index }) => (
            <Row key={id} run={original} place={index} columns={columns.map(({ meta }) => meta)} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Heading({ header }: { readonly header: Header<RunRow, unknown> }) {
  const meta = header.column.columnDef.meta as RunColumn;
  const sorted = header.column.getIsSorted();
  const Arrow = sorted === "desc" ? ArrowDown : ArrowUp;
  return (
    <th
      data-numeric={meta.numeric || undefined}
      data-differs={meta.isUnusual ? "" : undefined}
      aria-sort={sorted ? (sorted === "asc" ? "ascending" : "descending") : undefined}
    >
      <button type="button" className={styles.sort} onClick={header.column.getToggleSortingHandler()}>
        {meta.heading}
        {sorted && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  );
}

interface RowProps {
  readonly run: RunRow;
  /** Among all runs, unsorted. */
  readonly place: number;
  readonly columns: readonly RunColumn[];
}

function Row({ run, place, columns }: RowProps) {
  const selected = useRuns((state) => state.selected.indexOf(run.id));
  return (
    <tr data-selected={selected >= 0 || undefined}>
      <td className={styles.first}>
        <Name id={run.id} selected={selected} />
      </td>
      <td>
        <Status run={run} />
      </td>
      {columns.map(({ heading, numeric, isUnusual, show }) => (
        <td key={heading} data-numeric={numeric || undefined} data-unusual={isUnusual?.(place) || undefined}>
          {show(run, place)}
        </td>
      ))}
      <td className={styles.note}>{run.note.split("\n")[0]}</td>
    </tr>
  );
}

/** The box adds the run to the comparison, the name looks at it alone. */
function Name({ id, selected }: { readonly id: RunId; readonly selected: number }) {
  const { selected: all, select } = useRuns();
  return (
    <span className={styles.name}>
      <input
        type="checkbox"
        aria-label={`Compare ${id}`}
        checked={selected >= 0}
        onChange={({ target }) => select(target.checked ? [...all, id] : all.filter((other) => other !== id))}
      />
      <button type="button" className={styles.open} onClick={() => select([id])}>
        {id}
      </button>
      <span className={styles.sample}>{selected >= 0 && <LineSample {...runLine(id, selected)} />}</span>
    </span>
  );
}

function Status({ run }: { readonly run: RunRow }) {
  const training = useTrain(({ run: active, status }) => active === run.id && isActive(status));
  const [word, meaning] = runStatus(run, training);
  return (
    <Tooltip text={meaning}>
      <span className={styles.status} data-status={word}>
        {word}
      </span>
    </Tooltip>
  );
}
