import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import styles from "./Select.module.css";

export interface SelectProps<V extends string> {
  readonly value: V | null;
  readonly items: readonly { readonly value: V; readonly label: string }[];
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** For places beside small text. */
  readonly small?: boolean;
  /** Names it where it is not inside a `Field`. */
  readonly label?: string;
  onChange(value: V): void;
}

/** One of a list; as a rule inside a `Field`, whose label names it. */
export const Select = <V extends string>({
  value,
  items,
  placeholder,
  disabled,
  label,
  small,
  onChange,
}: SelectProps<V>) => (
  <Base.Root
    items={items}
    value={value}
    disabled={disabled}
    onValueChange={(chosen) => chosen !== null && onChange(chosen)}
  >
    <Base.Trigger className={styles.trigger} aria-label={label} data-small={small || undefined}>
      <Base.Value className={styles.value} placeholder={placeholder} />
      <Base.Icon className={styles.icon}>
        <ChevronsUpDown size={14} aria-hidden />
      </Base.Icon>
    </Base.Trigger>
    <Base.Portal>
      <Base.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
        <Base.Popup className={styles.popup}>
          {items.map(({ value: each, label: text }) => (
            <Base.Item key={each} value={each} className={styles.item}>
              <Base.ItemIndicator className={styles.check}>
                <Check size={14} aria-hidden />
              </Base.ItemIndicator>
              <Base.ItemText className={styles.text}>{text}</Base.ItemText>
            </Base.Item>
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
