import { Field } from "@base-ui/react/field";
import styles from "./ValueForm.module.css";

interface TextAreaProps {
  readonly value: string;
  onChange(value: string): void;
}

/** Room for sentences, inside a `Field`. */
export const TextArea = ({ value, onChange }: TextAreaProps) => (
  <Field.Control
    render={<textarea className={styles.area} rows={5} />}
    value={value}
    onValueChange={(text) => onChange(text)}
  />
);
