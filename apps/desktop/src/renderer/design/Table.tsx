import type { ComponentProps } from "react";
import styles from "./Table.module.css";

/** Rows with a heading that stays; give cells of numbers `data-numeric` and they line up on the right. */
export const Table = (props: ComponentProps<"table">) => <table className={styles.table} {...props} />;
