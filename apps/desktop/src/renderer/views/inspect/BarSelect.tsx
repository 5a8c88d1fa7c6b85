import { Field } from "@base-ui/react/field";
import { Select, type SelectProps } from "../../design/Select.js";
import styles from "./BarSelect.module.css";

/** A choice in the bar of a view, its label before it. */
export const BarSelect = <V extends string>({
  label,
  ...select
}: SelectProps<V> & { readonly label: string }) => (
  <Field.Root className={styles.field}>
    <Field.Label className={styles.label}>{label}</Field.Label>
    <span className={styles.select}>
      <Select {...select} />
    </span>
  </Field.Root>
);
