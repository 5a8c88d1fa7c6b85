import { Mark } from "../../../pictures/Mark.js";
import styles from "./figure.module.css";
import { decimal } from "./numbers.js";

export interface BarsProps {
  /** What the numbers are, e.g. "Probabilities". */
  readonly label: string;
  /** 0 … `most`, one a class, in the classes' order. */
  readonly values: readonly number[];
  readonly names: readonly string[];
  /** The value of a full bar; default 1. */
  readonly most?: number;
  readonly decimals?: number;
  /** Of the classes, where they are not their own. */
  readonly colors?: readonly `--${string}`[];
}

/** A bar for each class, with its mark, name and number. */
export const Bars = ({ label, values, names, most = 1, decimals = 3, colors }: BarsProps) => (
  <ul className={styles.bars} aria-label={label}>
    {names.map((name, c) => (
      <li key={name} className={styles.barRow}>
        <span className={styles.barName}>
          <Mark c={c} size={11} color={colors?.[c]} />
          {name}
        </span>
        <span className={styles.track}>
          <span
            className={styles.bar}
            style={{
              background: `var(${colors?.[c] ?? `--class-${c % 8}`})`,
              scale: `${Math.min(1, Math.max(0, values[c] / most))} 1`,
            }}
          />
        </span>
        <span data-numeric className={styles.number}>
          {decimal(values[c], decimals)}
        </span>
      </li>
    ))}
  </ul>
);
