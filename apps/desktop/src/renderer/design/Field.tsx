import { Field as Base } from "@base-ui/react/field";
import type { ReactNode } from "react";
import styles from "./Field.module.css";
import { Tooltip } from "./Tooltip.js";

export interface FieldProps {
  readonly label: string;
  /** One sentence that says what it means; shown when the label is pointed at. */
  readonly hint?: string;
  readonly error?: string;
  /** The label above its control, not beside it. */
  readonly stacked?: boolean;
  readonly children: ReactNode;
}

/** A label, its control, and what is wrong with it. */
export const Field = ({ label, hint, error, stacked, children }: FieldProps) => (
  <Base.Root className={`${styles.field} ${stacked ? styles.stacked : ""}`} invalid={error !== undefined}>
    <Tooltip text={hint}>
      <Base.Label className={styles.label}>{label}</Base.Label>
    </Tooltip>
    {children}
    <Base.Error className={styles.error} match={error !== undefined}>
      {error}
    </Base.Error>
  </Base.Root>
);

export interface InputProps {
  readonly value: string;
  readonly placeholder?: string;
  readonly numeric?: boolean;
  /** What the number counts, after it. */
  readonly unit?: string;
  readonly disabled?: boolean;
  onChange(value: string): void;
}

/** The text of a `Field`. */
export const Input = ({ unit, ...rest }: InputProps) =>
  unit === undefined ? (
    <Control {...rest} />
  ) : (
    <span className={styles.withUnit}>
      <Control {...rest} />
      <span className={styles.unit}>{unit}</span>
    </span>
  );

const Control = ({ value, placeholder, numeric, disabled, onChange }: InputProps) => (
  <Base.Control
    className={`${styles.input} ${numeric ? styles.number : ""}`}
    value={value}
    placeholder={placeholder}
    inputMode={numeric ? "decimal" : "text"}
    spellCheck={false}
    disabled={disabled}
    onValueChange={(text) => onChange(text)}
  />
);
