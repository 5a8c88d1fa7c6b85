import { CircleAlert, X } from "lucide-react";
import { create } from "zustand";
import styles from "./Banner.module.css";
import { Button } from "./Button.js";

/** Something that went wrong, and the place: it stays on the page until it was read, or does not matter any more. */
export class Problem extends Error {
  /** What did not come about: `shop.csv could not be opened`. */
  readonly place: string;

  constructor(place: string, sentence: string) {
    super(sentence);
    this.place = place;
  }
}

const useProblem = create<{ readonly problem: Problem | null }>(() => ({ problem: null }));

/** Shows it in the place of the one before. */
export const keepProblem = (problem: Problem): void => useProblem.setState({ problem });

export const dismissProblem = (): void => useProblem.setState({ problem: null });

/** The problem that was not dismissed yet, across the top of every view. */
export function Banner() {
  const problem = useProblem((state) => state.problem);
  return (
    <div role="alert">
      {problem && (
        <div className={styles.banner}>
          <CircleAlert size={15} strokeWidth={1.75} aria-hidden />
          <p className={styles.text}>
            <strong>{problem.place}.</strong> {problem.message}
          </p>
          <Button look="quiet" icon aria-label="Dismiss" onClick={dismissProblem}>
            <X size={14} strokeWidth={1.75} aria-hidden />
          </Button>
        </div>
      )}
    </div>
  );
}
