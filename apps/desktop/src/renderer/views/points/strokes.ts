import { added, erased, moved, nearest, type Points, sprayed } from "../../state/pointEdits.js";
import { type Tool, usePoints } from "../../state/points.js";

/** How near the pointer must be to a point to take it, in pixels. */
const grasp = 14;

/** A use of a tool, from where it begins to where it ends. */
export interface Stroke {
  /** Goes on to this place of the plane. */
  to(x: number, y: number): void;
}

/**
 * Begins to use the chosen tool at (x, y) of the plane.
 *
 * @param unit how long a pixel is in the plane
 */
export function beginStroke(x: number, y: number, unit: number): Stroke {
  const { tool, history } = usePoints.getState();
  if (tool === "move") return carry(nearest(history.present, x, y, grasp * unit));
  const change = changes[tool];
  let last = { x, y };
  const apply = (at: typeof last, joined: boolean) => {
    const { history: now, edit } = usePoints.getState();
    edit(change(now.present, at.x, at.y, unit), joined);
    last = at;
  };
  apply(last, false);
  let first = usePoints.getState().history.present === history.present;
  return {
    to(a, b) {
      if (tool === "point" || (tool === "brush" && Math.hypot(a - last.x, b - last.y) < 10 * unit)) return;
      const before = usePoints.getState().history.present;
      apply({ x: a, y: b }, !first);
      first &&= usePoints.getState().history.present === before;
    },
  };
}

type Change = (points: Points, x: number, y: number, unit: number) => Points;

const changes: Readonly<Record<Exclude<Tool, "move">, Change>> = {
  point: (points, x, y) => added(points, { x, y, c: usePoints.getState().current }),
  brush: (points, x, y, unit) => {
    const { current, radius } = usePoints.getState();
    return added(points, ...sprayed(current, x, y, radius * unit, Math.max(2, Math.round(radius / 10))));
  },
  erase: (points, x, y, unit) => erased(points, x, y, usePoints.getState().radius * unit),
};

function carry(index: number): Stroke {
  let joined = false;
  return {
    to(x, y) {
      if (index === -1) return;
      const { history, edit } = usePoints.getState();
      edit(moved(history.present, index, x, y), joined);
      joined = true;
    },
  };
}
