import { Mark } from "../../../pictures/Mark.js";
import styles from "./layout.module.css";

export interface ChoiceProps {
  readonly label: string;
  readonly names: readonly string[];
  /** Of the classes' marks; no marks without. */
  readonly colors?: readonly `--${string}`[];
  readonly value: number;
  onChange(value: number): void;
}

/** One of a few: buttons beside each other, radio buttons to the keyboard. */
export const Choice = ({ label, names, colors, value, onChange }: ChoiceProps) => (
  <fieldset className={styles.choice} aria-label={label}>
    {names.map((name, k) => (
      <label key={name} className={styles.option}>
        <input type="radio" name={label} checked={k === value} onChange={() => onChange(k)} />
        {colors && <Mark c={k} size={11} color={colors[k]} />}
        {name}
      </label>
    ))}
  </fieldset>
);
