import { type KeyboardEvent, useRef, useState } from "react";
import { pointLabels } from "../../../shared/pointNames.js";
import { count } from "../../design/format.js";
import type { PlaneView } from "../../pictures/plane.js";
import { zoomKeys } from "../../pictures/zoomKeys.js";
import { including } from "../../state/extent.js";
import { type Tool, usePoints } from "../../state/points.js";
import { beginStroke, type Stroke } from "./strokes.js";

/** A place of the plane. */
export type Cross = readonly [number, number];

const directions: Readonly<Record<string, Cross>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const toolKeys: Readonly<Record<string, Tool>> = { p: "point", b: "brush", m: "move", e: "erase" };

/**
 * Painting with the keyboard: a cross that the arrow keys move by 10 pixels (with Shift 50), the view with it where it
 * leaves that, and keys for everything else. A point that is being moved goes with the cross until Space puts it down.
 */
export function usePointKeys(view: PlaneView, unit: number) {
  const [cross, setCross] = useState<Cross | null>(null);
  const [said, setSaid] = useState("");
  const carried = useRef<Stroke | null>(null);

  const use = ([a, b]: Cross) => {
    if (carried.current) carried.current = null;
    else {
      const stroke = beginStroke(a, b, unit);
      if (usePoints.getState().tool === "move") carried.current = stroke;
    }
    setSaid(sentence(a, b));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at: Cross = cross ?? [(view.x[0] + view.x[1]) / 2, (view.y[0] + view.y[1]) / 2];
    const zoom = zoomKeys[event.key];
    const direction = directions[event.key];
    const tool = toolKeys[event.key.toLowerCase()];
    if (direction) {
      const length = (event.shiftKey ? 50 : 10) * unit;
      const to: Cross = [at[0] + length * direction[0], at[1] + length * direction[1]];
      setCross(to);
      usePoints.setState({ extent: including(usePoints.getState().extent, view, ...to) });
      carried.current?.to(...to);
      setSaid(`${place(...to)}`);
    } else if (event.key === " " || event.key === "Enter") {
      setCross(at);
      use(at);
    } else if (tool) {
      carried.current = null;
      usePoints.setState({ tool });
      setSaid(tool);
    } else if (zoom) {
      usePoints.getState().zoom(zoom, ...(cross ?? []));
      setSaid(zoom < 1 ? "nearer" : "farther");
    } else if (event.key === "0") {
      usePoints.getState().showAll();
      setSaid("all points");
    } else if (/^[1-8]$/.test(event.key)) choose(Number(event.key) - 1);
    else return;
    event.preventDefault();
  };
  const onBlur = () => {
    carried.current = null;
    setCross(null);
  };
  return { cross, onKeyDown, onBlur, said };
}

/** Paints with class c from now on; it becomes one where it was none yet. */
export function choose(c: number): void {
  const { nClasses } = usePoints.getState();
  usePoints.setState({ current: c, nClasses: Math.max(nClasses, c + 1) });
}

function sentence(x: number, y: number): string {
  const { tool, current, history } = usePoints.getState();
  return `${tool}, class ${pointLabels[current]}, ${place(x, y)}; ${count(history.present.length)} points`;
}

const place = (x: number, y: number): string => `${x.toFixed(2)}, ${y.toFixed(2)}`;
