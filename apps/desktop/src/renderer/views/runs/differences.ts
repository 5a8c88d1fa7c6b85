import type { RunRow } from "../../../shared/ipc/runs.js";

export interface Difference {
  readonly option: string;
  /** What each run was asked, in the order of the runs; undefined where it was left to its default. */
  readonly values: readonly (string | undefined)[];
  /** The value that most runs have; undefined where that is the default. */
  readonly usual: string | undefined;
}

/** The options that not all of the runs have the same of, in the order of their names. */
export function differences(runs: readonly Pick<RunRow, "options">[]): readonly Difference[] {
  const names = new Set(runs.flatMap(({ options }) => Object.keys(options)));
  return [...names]
    .sort()
    .map((option) => {
      const values = runs.map(({ options }) => text((options as Record<string, unknown>)[option]));
      return { option, values, usual: mostFrequent(values) };
    })
    .filter(({ values }) => new Set(values).size > 1);
}

const text = (value: unknown): string | undefined =>
  value === undefined || typeof value === "string" ? value : JSON.stringify(value);

/** Of equally frequent ones the first. */
function mostFrequent(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}
