import type { PlaneView } from "../../../pictures/plane.js";
import type { PlaneFrame } from "./Plane.js";

/** A function of the plane at the corners of equal rectangles. */
export interface Landscape {
  readonly view: PlaneView;
  /** Rectangles along each side. */
  readonly nCells: number;
  /** [nCells + 1, nCells + 1], row by row of y. */
  readonly values: Float64Array;
}

export function landscape(f: (x: number, y: number) => number, view: PlaneView, nCells: number): Landscape {
  const n = nCells + 1;
  const at = ([from, to]: readonly [number, number], k: number) => from + ((to - from) * k) / nCells;
  const values = Float64Array.from({ length: n * n }, (_, k) =>
    f(at(view.x, k % n), at(view.y, Math.floor(k / n))),
  );
  return { view, nCells, values };
}

/** A piece of a contour line: x, y at its one end and at its other. */
export type Segment = readonly [number, number, number, number];

/**
 * Where the function has this value, straight within each rectangle (marching squares; Lorensen and Cline, SIGGRAPH
 * 1987, in two dimensions).
 */
export function contour({ view, nCells, values }: Landscape, level: number): Segment[] {
  const n = nCells + 1;
  const [dx, dy] = [(view.x[1] - view.x[0]) / nCells, (view.y[1] - view.y[0]) / nCells];
  const segments: Segment[] = [];
  for (let j = 0; j < nCells; j++)
    for (let i = 0; i < nCells; i++) {
      const above = around.map(([a, b]) => values[(j + b) * n + i + a] - level);
      const ends = around.flatMap(([a, b], k) => {
        const next = (k + 1) % 4;
        if (above[k] > 0 === above[next] > 0) return [];
        const t = above[k] / (above[k] - above[next]);
        const [c, d] = around[next];
        return [view.x[0] + (i + a + t * (c - a)) * dx, view.y[0] + (j + b + t * (d - b)) * dy];
      });
      for (let k = 0; k < ends.length; k += 4)
        segments.push([ends[k], ends[k + 1], ends[k + 2], ends[k + 3]]);
    }
  return segments;
}

/** The corners of a rectangle, in the order in which its sides follow each other. */
const around = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** The lines, each higher one fainter. */
export function drawContours<S>(
  { context, toPicture }: PlaneFrame<S>,
  lines: readonly (readonly Segment[])[],
  color: string,
): void {
  context.save();
  context.strokeStyle = color;
  context.lineWidth = 1;
  lines.forEach((segments, k) => {
    const path = new Path2D();
    for (const [x0, y0, x1, y1] of segments) {
      path.moveTo(...toPicture(x0, y0));
      path.lineTo(...toPicture(x1, y1));
    }
    context.globalAlpha = 0.9 - (0.6 * k) / lines.length;
    context.stroke(path);
  });
  context.restore();
}
