import {
  type ColumnDef,
  getCoreRowModel,
  getSortedRowModel,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { ModelWeights } from "../../../shared/ipc/inspect.js";
import { measure } from "../../design/format.js";
import { Table } from "../../design/Table.js";
import styles from "./Weights.module.css";

interface FeatureRow {
  readonly name: string;
  readonly weights: readonly number[];
  /** Of any class. */
  readonly largest: number;
}

const rowHeight = 32;

/** Weights by feature and class; a heading sorts by its column. Only the rows in view are on the page. */
export function WeightTable({ model }: { readonly model: ModelWeights }) {
  const { classes, bias } = model;
  const data = useMemo(() => rowsOf(model), [model]);
  const columns = useMemo(() => columnsOf(classes), [classes]);
  const [sorting, setSorting] = useState<SortingState>([{ id: "largest", desc: true }]);
  const table = useReactTable({
    data,
    columns,
    state: { sorting },
    onSortingChange: setSorting,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const { rows } = table.getRowModel();
  const scroller = useRef<HTMLDivElement>(null);
  const visible = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const items = visible.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = visible.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroller} ref={scroller} aria-label="Weights by feature" tabIndex={0}>
      <Table aria-rowcount={rows.length + 2}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map(({ id, column }) => (
                <th
                  key={id}
                  scope="col"
                  data-numeric={id === "feature" ? undefined : true}
                  aria-sort={ariaSort[String(column.getIsSorted())]}
                >
                  <button type="button" className={styles.sort} onClick={column.getToggleSortingHandler()}>
                    {String(column.columnDef.header)}
                    <span className={styles.arrow} aria-hidden>
                      {{ asc: "↑", desc: "↓" }[String(column.getIsSorted())]}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          <tr>
            <th scope="row" className={styles.feature}>
              Bias
            </th>
            {Array.from(bias, (b, c) => (
              <td key={classes[c]} data-numeric>
                {measure(b)}
              </td>
            ))}
            <td />
          </tr>
          <Spacer height={before} />
          {items.map(({ index }) => {
            const { name, weights, largest } = rows[index].original;
            return (
              <tr key={name} aria-rowindex={index + 3}>
                <th scope="row" className={styles.feature} title={name}>
                  {name}
                </th>
                {weights.map((weight, c) => (
                  <td key={classes[c]} data-numeric>
                    {measure(weight)}
                  </td>
                ))}
                <td data-numeric>{measure(largest)}</td>
              </tr>
            );
          })}
          <Spacer height={after} />
        </tbody>
      </Table>
    </section>
  );
}

const ariaSort: Readonly<Record<string, "ascending" | "descending" | "none">> = {
  asc: "ascending",
  desc: "descending",
  false: "none",
};

const Spacer = ({ height }: { readonly height: number }) =>
  height > 0 && (
    <tr className={styles.spacer} aria-hidden>
      <td style={{ height }} />
    </tr>
  );

function rowsOf({ names, weights, classes }: ModelWeights): FeatureRow[] {
  return names.map((name, j) => {
    const own = classes.map((_, c) => weights[c * names.length + j]);
    return { name, weights: own, largest: Math.max(...own.map(Math.abs)) };
  });
}

function columnsOf(classes: ModelWeights["classes"]): ColumnDef<FeatureRow>[] {
  return [
    { id: "feature", header: "Feature", accessorFn: ({ name }) => name, sortingFn: "alphanumeric" },
    ...classes.map(
      (label, c): ColumnDef<FeatureRow> => ({
        id: `class ${c}`,
        header: String(label),
        accessorFn: ({ weights }) => weights[c],
        sortDescFirst: true,
      }),
    ),
    { id: "largest", header: "Largest size", accessorFn: ({ largest }) => largest, sortDescFirst: true },
  ];
}
