import { useMemo } from "react";
import { useStore } from "zustand";
import { PictureView } from "../../../inspect/PictureView.js";
import { decimal, subscript } from "../../figure/numbers.js";
import { classNames } from "./drawnPictures.js";
import styles from "./Figure.module.css";
import { paramsOf, probabilitiesOf, scoresOf, shown, store, targetOf, templateOf } from "./manyClasses.js";
import { interleaved } from "./Pictures.js";

/** A row for each class: its template, its score for the picture, its probability, and the target. */
export function Scores() {
  const picture = useStore(store, (state) => state.picture);
  const learned = useStore(store, (state) => state.learned);
  const params = paramsOf({ learned });
  const templates = useMemo(() => templatesOf(params), [params]);
  const all = useMemo(() => scoresOf(params), [params]);
  const scores = all[picture];
  const probabilities = probabilitiesOf(scores);
  const label = shown.classes[picture];
  const target = targetOf(label);
  const most = scores.indexOf(Math.max(...scores));
  return (
    <table className={styles.scores}>
      <thead>
        <tr>
          <th scope="col">
            w<sub>c</sub>
          </th>
          <th scope="col">Class</th>
          <th scope="col" data-numeric>
            Score
          </th>
          <th scope="col" colSpan={2}>
            Probability
          </th>
          <th scope="col" data-numeric>
            e{subscript(label + 1)}
          </th>
        </tr>
      </thead>
      <tbody>
        {classNames.map((name, c) => (
          <tr key={name} data-target={c === label || undefined}>
            <td>
              <PictureView picture={templates[c]} label={`Template of ${name}`} size={40} />
            </td>
            <th scope="row">
              {c + 1} {name}
            </th>
            <td data-numeric data-most={(learned && c === most) || undefined}>
              {decimal(scores[c])}
            </td>
            <td className={styles.track}>
              <span className={styles.bar} style={{ scale: `${probabilities[c]} 1` }} />
            </td>
            <td data-numeric>{decimal(probabilities[c], 3)}</td>
            <td data-numeric className={styles.target}>
              {target[c]}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Weights as colors: gray is 0, and the largest of all ten templates reaches the end of its color. */
function templatesOf(params: Float64Array) {
  const templates = classNames.map((_, c) => templateOf(params, c));
  const largest = templates.reduce(
    (most, each) => each.reduce((m, w) => Math.max(m, Math.abs(w)), most),
    1e-9,
  );
  return templates.map((each) => interleaved(Array.from(each, (w) => 127.5 + (127.5 * w) / largest)));
}
