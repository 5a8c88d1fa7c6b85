import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Why nothing is here, in a sentence. */
  readonly text: string;
  /** The one clear next step. */
  readonly children: ReactNode;
}

export const EmptyState = ({ icon: Icon, title, text, children }: EmptyStateProps) => (
  <div className={styles.empty}>
    <span className={styles.icon}>
      <Icon size={28} strokeWidth={1.5} aria-hidden />
    </span>
    <h2 className={styles.title}>{title}</h2>
    <p className={styles.text}>{text}</p>
    {children}
  </div>
);
