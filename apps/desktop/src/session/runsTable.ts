import { encodeCsv } from "@softmax/datasets";
import type { RunRow } from "../shared/ipc/runs.js";

type Value = string | number | null;

const columns: readonly (readonly [name: string, of: (run: RunRow) => Value | undefined])[] = [
  ["run", ({ id }) => id],
  ["started", ({ startedAt }) => startedAt],
  ["data", ({ data }) => data],
  ["solver", ({ solver }) => solver],
  ["status", ({ result }) => result?.status],
  ["steps", ({ result }) => result?.steps],
  ["seconds", ({ result }) => result?.seconds],
  ["objective", ({ result }) => result?.objective.value],
  ["gap", ({ result }) => result?.certificate.gap],
  ["trainAccuracy", ({ result }) => result?.trainAccuracy],
  ["testAccuracy", ({ result }) => result?.testAccuracy],
  ["note", ({ note }) => note || null],
];

/** The runs as CSV: a row each, and a column for every option that was asked of one of them. */
export function runsTable(runs: readonly RunRow[]): string {
  const options = [...new Set(runs.flatMap((run) => Object.keys(run.options)))].sort();
  return encodeCsv([
    ...columns.map(([name, of]) => ({ name, values: runs.map((run) => of(run) ?? null) })),
    ...options.map((name) => ({ name: `option ${name}`, values: runs.map((run) => optionOf(run, name)) })),
  ]);
}

function optionOf({ options }: RunRow, name: string): Value {
  const value = (options as Record<string, unknown>)[name] ?? null;
  return value === null || typeof value === "string" || typeof value === "number"
    ? value
    : JSON.stringify(value);
}
