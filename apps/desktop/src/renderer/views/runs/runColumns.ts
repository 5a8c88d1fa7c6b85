import type { ColumnDef } from "@tanstack/react-table";
import type { RunRow } from "../../../shared/ipc/runs.js";
import type { OptionField } from "../../../shared/ipc/train.js";
import { count, duration, measure, percent } from "../../design/format.js";
import { labelOf } from "../train/optionLayout.js";
import { type Difference, usedValue } from "./differences.js";

/** A column: its heading, what it is sorted by, and what it shows. */
export interface RunColumn {
  readonly heading: string;
  readonly numeric?: boolean;
  /** Of an option that not all runs have the same of: whether the run at this place differs from most. */
  readonly isUnusual?: (place: number) => boolean;
  readonly show: (run: RunRow, place: number) => string;
}

type Definition = ColumnDef<RunRow> & { readonly meta: RunColumn };
type Sorted = string | number | null | undefined;

const column = (
  heading: string,
  by: (run: RunRow) => Sorted,
  show: (run: RunRow) => string = (run) => String(by(run) ?? "–"),
): Definition => ({
  id: heading,
  accessorFn: (run) => by(run) ?? undefined,
  sortUndefined: "last",
  meta: { heading, show },
});

function numeric(...asColumn: Parameters<typeof column>): Definition {
  const plain = column(...asColumn);
  return { ...plain, meta: { ...plain.meta, numeric: true } };
}

const started = (text: string) =>
  new Date(text).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** What is known of every run, with the options that differ in the middle. */
export const runColumns = (differing: readonly Difference[]): readonly Definition[] => [
  column("Data", ({ data }) => data),
  methodColumn(differing.find(({ option }) => option === "solver")),
  ...differing
    .filter(({ option }) => option !== "solver")
    .map((each) => differenceColumn(each, labelOf({ name: each.option as OptionField["name"] }))),
  numeric(
    "Steps",
    ({ result }) => result?.steps,
    ({ result }) => (result ? count(result.steps) : "–"),
  ),
  numeric(
    "Objective",
    ({ result }) => result?.objective.value,
    ({ result }) => measure(result?.objective.value),
  ),
  numeric(
    "Gap",
    ({ result }) => result?.certificate.gap,
    ({ result }) => measure(result?.certificate.gap),
  ),
  numeric(
    "Train",
    ({ result }) => result?.trainAccuracy,
    ({ result }) => percent(result?.trainAccuracy),
  ),
  numeric(
    "Test",
    ({ result }) => result?.testAccuracy,
    ({ result }) => percent(result?.testAccuracy),
  ),
  numeric(
    "Time",
    ({ result }) => result?.seconds,
    ({ result }) => (result ? duration(result.seconds) : "–"),
  ),
  column(
    "Started",
    ({ startedAt }) => startedAt,
    ({ startedAt }) => started(startedAt),
  ),
];

/** It is there whether the methods differ or not. */
const methodColumn = (solver: Difference | undefined): Definition =>
  solver ? differenceColumn(solver, "Method") : column("Method", (run) => run.solver);

function differenceColumn({ option, values, usual, numeric }: Difference, heading: string): Definition {
  return {
    id: heading,
    accessorFn: (run) => usedValue(run, option),
    sortUndefined: "last",
    meta: {
      heading,
      numeric,
      isUnusual: (place) => values[place] !== usual,
      show: (_run, place) => values[place] ?? "–",
    },
  };
}
