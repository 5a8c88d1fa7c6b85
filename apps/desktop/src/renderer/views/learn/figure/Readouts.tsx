import styles from "./layout.module.css";

/** Numbers that follow the figure, by their names. */
export const Readouts = ({ items }: { readonly items: Readonly<Record<string, string>> }) => (
  <dl className={styles.readouts}>
    {Object.entries(items).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
