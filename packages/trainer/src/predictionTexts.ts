import { encodeCsv, type Label } from "@softmax/datasets";

/** Rows that are turned into text at a time. */
const blockRows = 4096;

/**
 * Predictions as the text of a file, a few thousand rows at a time: a column `prediction` and, for each of `classes`,
 * `probability_<class>`. CSV, or a JSON object a line.
 *
 * @param classes The model's classes where their probabilities are wanted, else none.
 * @example
 * const { model } = await fit(await loadDataset("iris"));
 * const prediction = predict(model, await loadDataset("iris"));
 * [...predictionTexts(prediction, [], "csv")].join("").slice(0, 18); // "prediction\nsetosa\n"
 */
export function* predictionTexts(
  { labels, probabilities }: { readonly labels: readonly Label[]; readonly probabilities: Float64Array },
  classes: readonly Label[],
  format: "csv" | "ndjson",
): Generator<string> {
  const names = ["prediction", ...classes.map((label) => `probability_${label}`)];
  if (format === "csv") yield encodeCsv(names.map((name) => ({ name, values: [] })));
  for (let from = 0; from < labels.length; from += blockRows) {
    const rows = Math.min(blockRows, labels.length - from);
    const columns = [
      labels.slice(from, from + rows),
      ...classes.map((_, c) =>
        Float64Array.from({ length: rows }, (_, i) => probabilities[(from + i) * classes.length + c]),
      ),
    ];
    yield format === "csv" ? csvRows(columns) : ndjsonRows(names, columns, rows);
  }
}

function csvRows(columns: readonly ArrayLike<Label>[]): string {
  const text = encodeCsv(columns.map((values, c) => ({ name: `${c}`, values })));
  return text.slice(text.indexOf("\n") + 1);
}

const ndjsonRows = (names: readonly string[], columns: readonly ArrayLike<Label>[], rows: number): string =>
  Array.from({ length: rows }, (_, i) => {
    const fields = names.map((name, c) => [name, columns[c][i]]);
    return `${JSON.stringify(Object.fromEntries(fields))}\n`;
  }).join("");
