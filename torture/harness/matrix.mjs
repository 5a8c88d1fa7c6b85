/**
 * Trainings by solver, and for each SHA-256 of its models who came to it: `{solver: {data, models: {sha: {engine:
 * [threads]}}}}`. A row has a column for each engine; a training with a single row is the same everywhere.
 */
export function matrixTable(matrix) {
  const trainings = Object.entries(matrix).sort(([a], [b]) => (a < b ? -1 : 1));
  if (trainings.length === 0) return "";
  const engines = [
    ...new Set(trainings.flatMap(([, { models }]) => Object.values(models).flatMap(Object.keys))),
  ];
  const rows = trainings.flatMap(([solver, { data, models }]) =>
    Object.entries(models).map(([sha, who]) => [
      ...[solver, data, `\`${sha.slice(0, 12)}\``],
      ...engines.map((engine) => (who[engine] ?? []).join(" ")),
    ]),
  );
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const head = ["solver", "data", "SHA-256", ...engines];
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
