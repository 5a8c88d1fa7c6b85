import type { Label } from "@softmax/datasets";
import { type NormalizedScores, percentDecimals, scoreDecimals, termDecimals } from "./contributions.js";
import { fixed } from "./roundToSum.js";
import styles from "./SumTable.module.css";

interface NormalizationTableProps {
  readonly numbers: NormalizedScores;
  readonly classes: readonly Label[];
  /** The class whose score is taken apart. */
  readonly chosen: number;
  readonly link: "softmax" | "sigmoid";
}

/** Exponentials of the scores, their sum, and each one's share of it. */
export function NormalizationTable({ numbers, classes, chosen, link }: NormalizationTableProps) {
  const { scores, max, relative, terms, normalizer, percents } = numbers;
  return (
    <>
      <p className={styles.text}>{explanation(link, fixed(max, scoreDecimals))}</p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col" data-numeric>
              Score z
            </th>
            <th scope="col" data-numeric>
              z − max
            </th>
            <th scope="col" data-numeric>
              {link === "softmax" ? "e^(z − max)" : "σ(z) / σ(max)"}
            </th>
            <th scope="col" data-numeric>
              Probability
            </th>
          </tr>
        </thead>
        <tbody>
          {classes.map((label, c) => (
            <tr key={label} data-chosen={c === chosen || undefined}>
              <th scope="row" title={String(label)}>
                {label}
              </th>
              <td data-numeric>{fixed(scores[c], scoreDecimals)}</td>
              <td data-numeric>{fixed(relative[c], scoreDecimals)}</td>
              <td data-numeric>{fixed(terms[c], termDecimals)}</td>
              <td data-numeric>{fixed(percents[c], percentDecimals)}%</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              Sum, which each is divided by
            </th>
            <td data-numeric>{fixed(normalizer, termDecimals)}</td>
            <td data-numeric>{fixed(10 ** (percentDecimals + 2), percentDecimals)}%</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}

const explanation = (link: "softmax" | "sigmoid", max: string): string =>
  link === "softmax"
    ? `First the largest score, ${max}, is subtracted from all: that changes no probability, and no exponential can overflow. Then each exponential is divided by their sum.`
    : `Each class was fitted against the rest: the sigmoid of every score, relative to that of the largest, ${max}, is divided by their sum.`;
