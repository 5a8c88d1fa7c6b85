import { Circle, CircleCheck } from "lucide-react";
import { useLearn } from "../../state/learn.js";
import type { Chapter } from "./chapter.js";
import type { ChapterEntry } from "./chapters.js";
import styles from "./Tasks.module.css";

export interface TasksProps {
  readonly entry: ChapterEntry;
  readonly chapter: Chapter;
}

/** What to try, and a check mark beside what has been done. */
export function Tasks({ entry, chapter }: TasksProps) {
  const done = useLearn((state) => state.done);
  return (
    <section className={styles.tasks} aria-label="Try this">
      <h2 className={styles.heading}>Try this</h2>
      <ul className={styles.list} aria-live="polite">
        {chapter.tasks.map(({ id, text }) => {
          const isDone = done.has(`${entry.name}/${id}`);
          const Icon = isDone ? CircleCheck : Circle;
          return (
            <li key={id} className={styles.task} data-done={isDone || undefined}>
              <Icon size={16} strokeWidth={2} className={styles.icon} aria-hidden />
              <span>
                {text}
                {isDone && <span data-spoken> Done.</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
