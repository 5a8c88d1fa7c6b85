import type { ReactNode } from "react";
import styles from "./Picture.module.css";

export interface PictureProps {
  readonly title: string;
  /** Beside the title: what can be chosen. */
  readonly choice?: ReactNode;
  /** The step whose parameters are shown. */
  readonly step: number;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The frame of a picture of one step. */
export const Picture = ({ title, choice, step, wide, children }: PictureProps) => (
  <figure className={styles.picture} data-wide={wide || undefined} data-step={step} aria-label={title}>
    <figcaption className={styles.caption}>
      <span className={styles.title}>{title}</span>
      {choice}
    </figcaption>
    <div className={styles.body}>{children}</div>
  </figure>
);
