import type { Points } from "./pointEdits.js";

/** The middle of what the canvas shows, and how far it reaches from there to the nearer edges. */
export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
}

export const home: Extent = { x: 0, y: 0, reach: 5 };

/** With a margin around all points. */
export function extentOf(points: Points): Extent {
  if (points.length === 0) return home;
  const span = (values: number[]) => [Math.min(...values), Math.max(...values)];
  const [[x0, x1], [y0, y1]] = [span(points.map(({ x }) => x)), span(points.map(({ y }) => y))];
  const reach = 0.58 * Math.max(x1 - x0, y1 - y0);
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, reach: reach || 1 };
}

/** Farther than this nobody paints, and nearer coordinates have too few digits. */
const [least, most] = [1e-4, 1e6];

/** The extent that reaches `factor` times as far, with (x, y) at the same place of the canvas. */
export function zoomed(extent: Extent, factor: number, x = extent.x, y = extent.y): Extent {
  const reach = Math.min(most, Math.max(least, extent.reach * factor));
  const gone = 1 - reach / extent.reach;
  return { x: extent.x + gone * (x - extent.x), y: extent.y + gone * (y - extent.y), reach };
}

/** The extent moved as little as brings (x, y) into a window of it. */
export function including(
  extent: Extent,
  window: { readonly x: readonly [number, number]; readonly y: readonly [number, number] },
  x: number,
  y: number,
): Extent {
  const beyond = (value: number, [low, high]: readonly [number, number]) =>
    Math.min(0, value - low) + Math.max(0, value - high);
  return { ...extent, x: extent.x + beyond(x, window.x), y: extent.y + beyond(y, window.y) };
}
