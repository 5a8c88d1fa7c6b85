import type { DatasetSummary, LabelSummary } from "../../../shared/ipc/data.js";
import { Field } from "../../design/Field.js";
import { count, percent } from "../../design/format.js";
import { Select } from "../../design/Select.js";
import { report } from "../../design/Toast.js";
import { useData } from "../../state/data.js";
import styles from "./LabelPanel.module.css";
import { SplitPanel } from "./SplitPanel.js";

/** Which column is to be predicted, and how its classes are spread. */
export function LabelPanel({ dataset }: { readonly dataset: DatasetSummary }) {
  const { label, labelSummary, labelProblem, setLabel } = useData();
  const candidates = dataset.columns.filter(({ kind }) => kind === "number" || kind === "text");
  return (
    <aside className={styles.panel} aria-label="Label">
      <Field
        stacked
        label="Label: the column to predict"
        hint="The model learns to tell this column from all the others."
        error={labelProblem ?? undefined}
      >
        <Select
          value={label}
          placeholder="Choose a column"
          items={candidates.map(({ name }) => ({ value: name, label: name }))}
          onChange={(name) => report(setLabel(name))}
        />
      </Field>
      {labelSummary && <Balance {...labelSummary} />}
      <SplitPanel dataset={dataset} />
      {dataset.warnings.length > 0 && (
        <section>
          <h2 className={styles.heading}>Noticed when reading</h2>
          <ul className={styles.warnings}>
            {dataset.warnings.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}

/** Classes of which the share is shown. */
const mostShown = 50;

function Balance({ classes, missing }: LabelSummary) {
  const most = Math.max(...classes.map((each) => each.count));
  const all = classes.reduce((sum, each) => sum + each.count, 0);
  return (
    <section>
      <h2 className={styles.heading}>{count(classes.length)} classes</h2>
      <ul className={styles.classes}>
        {classes.slice(0, mostShown).map((each, index) => (
          <li key={each.label} className={styles.class}>
            <span className={styles.name}>{each.label}</span>
            <span className={styles.count}>{count(each.count)}</span>
            <span className={styles.share}>{percent(each.count / all)}</span>
            <span className={styles.track}>
              <span
                className={styles.bar}
                style={{ width: `${(100 * each.count) / most}%`, background: `var(--class-${index % 8})` }}
              />
            </span>
          </li>
        ))}
      </ul>
      {classes.length > mostShown && (
        <p className={styles.missing}>and {count(classes.length - mostShown)} more classes</p>
      )}
      {missing > 0 && <p className={styles.missing}>{count(missing)} rows have no label and are left out.</p>}
    </section>
  );
}
