import styles from "./Figure.module.css";
import { Tooltip } from "./Tooltip.js";

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly hint?: string;
}

/** A number under its name, in a row of them, which is a `dl`. */
export const Figure = ({ name, value, hint }: FigureProps) => (
  <div className={styles.figure}>
    <Tooltip text={hint}>
      <dt className={styles.name}>{name}</dt>
    </Tooltip>
    <dd className={styles.value}>{value}</dd>
  </div>
);
