import styles from "./Slider.module.css";

export interface SliderProps {
  readonly label: string;
  /** What the position means, e.g. `1e-3`. */
  readonly shown: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly hint?: string;
  onChange(value: number): void;
}

/** A value between two ends, with what it means beside its name. */
export const Slider = ({ label, shown, hint, onChange, ...range }: SliderProps) => (
  <label className={styles.slider} title={hint}>
    <span className={styles.label}>{label}</span>
    <span className={styles.value}>{shown}</span>
    <input
      className={styles.range}
      type="range"
      aria-label={label}
      aria-valuetext={shown}
      {...range}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  </label>
);
