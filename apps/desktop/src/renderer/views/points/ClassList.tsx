import { Plus } from "lucide-react";
import { pointLabels } from "../../../shared/pointNames.js";
import { Button } from "../../design/Button.js";
import { count } from "../../design/format.js";
import { Mark } from "../../pictures/Mark.js";
import { usePoints } from "../../state/points.js";
import styles from "./PointPanel.module.css";
import { choose } from "./usePointKeys.js";

/** The classes to paint with: color, shape, and how many points each has. */
export function ClassList() {
  const { nClasses, current, history } = usePoints();
  const counts = new Array<number>(nClasses).fill(0);
  for (const { c } of history.present) counts[c]++;
  return (
    <section>
      <h2 className={styles.heading}>Paint with class</h2>
      <ul className={styles.classes}>
        {counts.map((points, c) => (
          <li key={pointLabels[c]}>
            <button
              type="button"
              className={styles.class}
              aria-pressed={c === current}
              onClick={() => choose(c)}
            >
              <Mark c={c} />
              {pointLabels[c]}
              <span className={styles.count}>{count(points)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Button look="quiet" disabled={nClasses === pointLabels.length} onClick={() => choose(nClasses)}>
        <Plus size={14} strokeWidth={1.75} aria-hidden />
        Add a class
      </Button>
    </section>
  );
}
