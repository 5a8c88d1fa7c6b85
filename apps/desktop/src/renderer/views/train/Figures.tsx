import { count, duration, measure, percent } from "../../design/format.js";
import { useTrain } from "../../state/train.js";
import styles from "./Figures.module.css";

/** The run in numbers, as it goes on. */
export function Figures() {
  const latest = useTrain((state) => state.latest);
  const result = useTrain((state) => state.result);
  const last = (values?: readonly number[]) => values?.at(-1);
  const steps = result?.steps ?? last(latest?.steps);
  const seconds = result?.seconds ?? latest?.seconds;
  return (
    <dl className={styles.figures}>
      <Figure name="Step" value={steps === undefined ? "–" : count(steps)} />
      <Figure name="Objective" value={measure(result?.objective.value ?? last(latest?.objective))} />
      <Figure name="Gradient norm" value={measure(result?.gradientNorm ?? last(latest?.gradientNorm))} />
      <Figure
        name="Validation accuracy"
        value={percent(result?.validation?.accuracy ?? last(latest?.validationAccuracy))}
      />
      <Figure name="Test accuracy" value={percent(result?.test?.accuracy)} />
      <Figure name="Time" value={seconds === undefined ? "–" : duration(seconds)} />
    </dl>
  );
}

const Figure = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div className={styles.figure}>
    <dt className={styles.name}>{name}</dt>
    <dd className={styles.value}>{value}</dd>
  </div>
);
