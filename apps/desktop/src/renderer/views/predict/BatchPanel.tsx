import type { Label } from "@softmax/datasets";
import { FileUp } from "lucide-react";
import { useState } from "react";
import type { Batch } from "../../../shared/ipc/predict.js";
import { askMain, askSession } from "../../client.js";
import { Button } from "../../design/Button.js";
import { count, percent } from "../../design/format.js";
import { Table } from "../../design/Table.js";
import { report } from "../../design/Toast.js";
import { usePredict } from "../../state/predict.js";
import styles from "./BatchPanel.module.css";

/** All of a file or folder at once, to be saved as CSV. */
export function BatchPanel() {
  const { batch, batchProblem, reading } = usePredict();
  return (
    <div className={styles.panel}>
      <div className={styles.drop}>
        <FileUp size={24} strokeWidth={1.5} aria-hidden />
        <p className={styles.text}>
          {reading
            ? `Reading ${reading} …`
            : "Drop a file or folder here: columns are found by name; no label is needed."}
        </p>
        <div className={styles.buttons}>
          <Button
            look={batch ? "plain" : "primary"}
            disabled={reading !== null}
            onClick={() => report(choose("file"))}
          >
            Predict a file…
          </Button>
          <Button disabled={reading !== null} onClick={() => report(choose("folder"))}>
            Predict a folder…
          </Button>
        </div>
      </div>
      <p className={styles.problem} role="alert">
        {batchProblem}
      </p>
      {batch && <Result key={batch.id} {...batch} />}
    </div>
  );
}

async function choose(kind: "file" | "folder"): Promise<void> {
  const file = await askMain("files.chooseData", { kind });
  if (file) await usePredict.getState().predictFile(file);
}

function Result(batch: Batch) {
  const { name, n, classes, counts, first, warnings } = batch;
  const [probabilities, setProbabilities] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  return (
    <section aria-label="Predictions">
      <div className={styles.bar}>
        <h2 className={styles.title}>
          {name} · {count(n)} {n === 1 ? "row" : "rows"}
        </h2>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={probabilities}
            onChange={({ target }) => setProbabilities(target.checked)}
          />
          With every class’s probability
        </label>
        <Button look="primary" onClick={() => report(save(batch, probabilities).then(setSaved))}>
          Save as CSV…
        </Button>
      </div>
      <p className={styles.saved} role="status">
        {saved && `Saved as ${saved}.`}
      </p>
      {warnings.length > 0 && (
        <ul className={styles.warnings}>
          {warnings.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <div className={styles.columns}>
        <Counts classes={classes} counts={counts} n={n} />
        <First classes={classes} first={first} n={n} />
      </div>
    </section>
  );
}

/** The file's name; null where the dialog was cancelled. */
async function save({ id, name }: Batch, probabilities: boolean): Promise<string | null> {
  const content = await askSession("predict.csv", { batch: id, probabilities });
  const stem = name.replace(/(?<=.)(\.\w+)+$/, "");
  return askMain("export.save", { name: `${stem} predictions`, kind: "csv", content });
}

interface CountsProps extends Pick<Batch, "counts" | "n"> {
  readonly classes: readonly Label[];
}

const Counts = ({ classes, counts, n }: CountsProps) => (
  <Table aria-label="Rows of each class">
    <thead>
      <tr>
        <th scope="col">Class</th>
        <th scope="col" data-numeric>
          Rows
        </th>
        <th scope="col" data-numeric>
          Share
        </th>
      </tr>
    </thead>
    <tbody>
      {counts.map((rows, c) => (
        <tr key={classes[c]}>
          <td>{classes[c]}</td>
          <td data-numeric>{count(rows)}</td>
          <td data-numeric>{percent(rows / n)}</td>
        </tr>
      ))}
    </tbody>
  </Table>
);

interface FirstProps extends Pick<Batch, "first" | "n"> {
  readonly classes: readonly Label[];
}

const First = ({ classes, first, n }: FirstProps) => (
  <Table aria-label="Predictions by row">
    <thead>
      <tr>
        <th scope="col" data-numeric>
          Row
        </th>
        <th scope="col">Prediction</th>
        <th scope="col" data-numeric>
          Probability
        </th>
      </tr>
    </thead>
    <tbody>
      {first.map(({ predicted, confidence }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the file
        <tr key={i}>
          <td data-numeric>{count(i + 1)}</td>
          <td>{classes[predicted]}</td>
          <td data-numeric>{percent(confidence)}</td>
        </tr>
      ))}
      {n > first.length && (
        <tr>
          <td colSpan={3}>{count(n - first.length)} more are in the CSV.</td>
        </tr>
      )}
    </tbody>
  </Table>
);
