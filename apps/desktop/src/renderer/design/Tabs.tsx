import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import styles from "./Tabs.module.css";

export interface TabsProps<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly items: readonly { readonly value: V; readonly label: string }[];
  onChange(value: V): void;
  /** What the chosen tab shows. */
  readonly children: ReactNode;
  /** Where the row of tabs stands; it is given the row. */
  readonly frame: (tabs: ReactNode) => ReactNode;
  readonly className?: string;
}

/** Views of the same thing, one at a time. */
export const Tabs = <V extends string>(props: TabsProps<V>) => {
  const { value, label, items, onChange, children, frame, className } = props;
  const row = (
    <Base.List className={styles.list} aria-label={label}>
      {items.map((item) => (
        <Base.Tab key={item.value} value={item.value} className={styles.tab}>
          {item.label}
        </Base.Tab>
      ))}
    </Base.List>
  );
  return (
    <Base.Root value={value} onValueChange={(chosen) => onChange(chosen as V)} className={className}>
      {frame(row)}
      <Base.Panel value={value} className={className}>
        {children}
      </Base.Panel>
    </Base.Root>
  );
};
