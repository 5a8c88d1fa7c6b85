import type { RunRow } from "../../../shared/ipc/runs.js";

export interface Difference {
  readonly option: string;
  /** What each run used, in the order of the runs: what was asked, or what the data decided; undefined where neither. */
  readonly values: readonly (string | undefined)[];
  /** The value that most runs have. */
  readonly usual: string | undefined;
  readonly numeric: boolean;
}

/** The options that somebody asked for and not all of the runs have the same of, in the order of their names. */
export function differences(runs: readonly Pick<RunRow, "options" | "used">[]): readonly Difference[] {
  const names = new Set(runs.flatMap(({ options }) => Object.keys(options)));
  return [...names]
    .sort()
    .map((option) => {
      const used = runs.map((run) => usedValue(run, option));
      const values = used.map(text);
      const numeric = used.every((value) => value === undefined || typeof value === "number");
      return { option, values, usual: mostFrequent(values), numeric };
    })
    .filter(({ values }) => new Set(values).size > 1);
}

/** What the run used, or was asked where it has not begun. */
export const usedValue = ({ options, used }: Pick<RunRow, "options" | "used">, option: string): unknown =>
  (options as Record<string, unknown>)[option] ?? used[option];

const text = (value: unknown): string | undefined =>
  value === undefined || typeof value === "string" ? value : JSON.stringify(value);

/** Of equally frequent ones the first. */
function mostFrequent(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}
