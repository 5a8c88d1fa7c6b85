import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "../../design/Button.js";
import { count } from "../../design/format.js";
import { usePictures } from "../../state/pictures.js";
import styles from "./Scrubber.module.css";

/** Goes back through the run: it stops at the steps whose parameters are kept, and nowhere else. */
export function Scrubber() {
  const { steps, scrubbed, scrubTo, picture } = usePictures();
  const last = Math.max(steps.length - 1, 0);
  const index = scrubbed === null ? last : Math.max(0, steps.indexOf(scrubbed));
  const shown = scrubbed ?? picture?.step;
  const disabled = steps.length === 0;
  const go = (to: number) => scrubTo(steps[Math.min(last, Math.max(0, to))]);
  return (
    <div className={styles.scrubber}>
      <span className={styles.label} data-numeric>
        {shown === undefined
          ? "No steps yet"
          : `${stepOf(picture?.final ?? false, scrubbed)} ${count(shown)}`}
      </span>
      <Button look="quiet" icon aria-label="Earlier" disabled={disabled} onClick={() => go(index - 1)}>
        <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
      </Button>
      <input
        type="range"
        className={styles.range}
        aria-label="Step shown"
        aria-valuetext={shown === undefined ? "none" : `step ${shown}`}
        min={0}
        max={last}
        value={index}
        disabled={disabled}
        onChange={({ currentTarget }) => go(currentTarget.valueAsNumber)}
      />
      <Button look="quiet" icon aria-label="Later" disabled={disabled} onClick={() => go(index + 1)}>
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
      </Button>
      <Button look="quiet" disabled={scrubbed === null} onClick={() => scrubTo(null)}>
        Latest
      </Button>
    </div>
  );
}

const stepOf = (final: boolean, scrubbed: number | null): string =>
  scrubbed === null ? (final ? "Model, step" : "Latest, step") : "Step";
