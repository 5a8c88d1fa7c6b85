import type { Label } from "@softmax/datasets";
import type { ClassAverages, Evaluation } from "@softmax/trainer";
import { count, percent } from "../../design/format.js";
import { Table } from "../../design/Table.js";
import styles from "./Quality.module.css";
import { Reliability } from "./Reliability.js";

interface QualityProps {
  readonly evaluation: Evaluation;
  readonly classes: readonly Label[];
}

/** How well each class is told, and how far the probabilities can be believed. */
export const Quality = ({ evaluation, classes }: QualityProps) => (
  <div className={styles.columns}>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <section className={styles.part} aria-label="By class" tabIndex={0}>
      <h2 className={styles.title}>By class</h2>
      <p className={styles.text}>
        Precision: of those the model calls so, how many are. Recall: of those that are, how many it calls so.
        F1 joins both.
      </p>
      <ClassTable evaluation={evaluation} classes={classes} />
    </section>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the same */}
    <section className={styles.part} aria-label="Reliability" tabIndex={0}>
      <h2 className={styles.title}>Reliability</h2>
      <Reliability bins={evaluation.calibration} ece={evaluation.ece} />
    </section>
  </div>
);

const ClassTable = ({ evaluation: { perClass, macro, weighted }, classes }: QualityProps) => (
  <Table>
    <thead>
      <tr>
        <th scope="col">Class</th>
        <th scope="col" data-numeric>
          Precision
        </th>
        <th scope="col" data-numeric>
          Recall
        </th>
        <th scope="col" data-numeric>
          F1
        </th>
        <th scope="col" data-numeric>
          Rows
        </th>
      </tr>
    </thead>
    <tbody>
      {perClass.map(({ support, ...metrics }, c) => (
        <tr key={classes[c]}>
          <th scope="row" className={styles.class}>
            {classes[c]}
          </th>
          <Cells {...metrics} />
          <td data-numeric>{count(support)}</td>
        </tr>
      ))}
      <Average name="Mean of the classes" {...macro} />
      <Average name="Mean weighted by rows" {...weighted} />
    </tbody>
  </Table>
);

const Average = ({ name, ...metrics }: ClassAverages & { readonly name: string }) => (
  <tr className={styles.average}>
    <th scope="row" className={styles.class}>
      {name}
    </th>
    <Cells {...metrics} />
    <td />
  </tr>
);

const Cells = ({ precision, recall, f1 }: ClassAverages) => (
  <>
    <td data-numeric>{percent(precision)}</td>
    <td data-numeric>{percent(recall)}</td>
    <td data-numeric>{percent(f1)}</td>
  </>
);
