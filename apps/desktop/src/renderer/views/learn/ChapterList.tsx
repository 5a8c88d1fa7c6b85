import { Check } from "lucide-react";
import { Tooltip } from "../../design/Tooltip.js";
import { useLearn } from "../../state/learn.js";
import styles from "./ChapterList.module.css";
import { type ChapterEntry, chapters } from "./chapters.js";

/** The chapters by their numbers, with a check mark where all was done. */
export function ChapterList({ current }: { readonly current: ChapterEntry }) {
  const { done, open } = useLearn();
  return (
    <nav className={styles.list} aria-label="Chapters">
      {chapters.map(({ number, name, title }) => (
        <Tooltip key={name} text={name === current.name ? undefined : title}>
          <button
            type="button"
            className={styles.chapter}
            aria-current={name === current.name ? "step" : undefined}
            onClick={() => open(name)}
          >
            <span aria-hidden>{number}</span>
            {name === current.name && <span aria-hidden>{title}</span>}
            {done.has(name) && <Check size={13} strokeWidth={2.5} className={styles.done} aria-hidden />}
            <span data-spoken>{`${number}. ${title}${done.has(name) ? ", done" : ""}`}</span>
          </button>
        </Tooltip>
      ))}
    </nav>
  );
}
