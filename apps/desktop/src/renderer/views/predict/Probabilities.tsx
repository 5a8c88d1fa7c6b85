import { usePredict } from "../../state/predict.js";
import { percentDecimals } from "../inspect/contributions.js";
import { fixed, roundToSum } from "../inspect/roundToSum.js";
import styles from "./Probabilities.module.css";

/** What the model says, as bars that follow what is typed or drawn. */
export function Probabilities() {
  const { form, prediction, problem } = usePredict();
  if (!form) return <aside className={styles.panel} aria-label="Prediction" />;
  const percents =
    prediction &&
    roundToSum(
      [...prediction.probabilities].map((p) => 100 * p),
      percentDecimals,
    );
  const said = prediction ? String(form.classes[prediction.predicted]) : "–";
  return (
    <aside className={styles.panel} aria-label="Prediction">
      <p className={styles.name}>{form.label}</p>
      <p className={styles.said} role="status">
        {said}
      </p>
      <table className={styles.bars}>
        <caption data-spoken>Probability of every class</caption>
        <colgroup>
          <col className={styles.nameColumn} />
          <col />
          <col className={styles.percentColumn} />
        </colgroup>
        <tbody>
          {form.classes.map((label, c) => (
            <tr key={label} data-said={prediction?.predicted === c || undefined}>
              <th scope="row" title={String(label)}>
                {label}
              </th>
              <td className={styles.track}>
                <span
                  className={styles.bar}
                  style={{ width: `${100 * (prediction?.probabilities[c] ?? 0)}%` }}
                  aria-hidden
                />
              </td>
              <td data-numeric className={styles.percent}>
                {percents ? `${fixed(percents[c], percentDecimals)}%` : "–"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={styles.notes} aria-live="polite">
        {problem && <li className={styles.problem}>{problem}</li>}
        {prediction?.notes.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </aside>
  );
}
