import type { ReactNode } from "react";
import styles from "./Page.module.css";

export interface PageProps {
  readonly title: string;
  readonly subtitle?: string;
  /** On the right of the bar. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every view: a bar with its name and what can be done, and the rest of the window. */
export const Page = ({ title, subtitle, actions, children }: PageProps) => (
  <section className={styles.page} aria-label={title}>
    <header className={styles.bar}>
      <div className={styles.heading}>
        <h1 className={styles.title}>{title}</h1>
        <span className={styles.subtitle}>{subtitle}</span>
      </div>
      {actions}
    </header>
    <div className={styles.body}>{children}</div>
  </section>
);
