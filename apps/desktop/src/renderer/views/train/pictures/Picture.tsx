import type { ReactNode } from "react";
import { Tooltip } from "../../../design/Tooltip.js";
import styles from "./Picture.module.css";

export interface PictureProps {
  readonly title: string;
  /** What it means, in a sentence. */
  readonly hint?: string;
  /** Beside the title: what can be chosen. */
  readonly choice?: ReactNode;
  /** The step whose parameters are shown. */
  readonly step: number;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The frame of a picture of one step. */
export const Picture = ({ title, hint, choice, step, wide, children }: PictureProps) => (
  <figure className={styles.picture} data-wide={wide || undefined} data-step={step} aria-label={title}>
    <figcaption className={styles.caption}>
      <Tooltip text={hint}>
        <span className={styles.title}>{title}</span>
      </Tooltip>
      {choice}
    </figcaption>
    <div className={styles.body}>{children}</div>
  </figure>
);
