/** A painted point of the plane. */
export interface Point {
  readonly x: number;
  readonly y: number;
  /** The number of its class. */
  readonly c: number;
}
export type Points = readonly Point[];

export const added = (points: Points, ...more: Points): Points => [...points, ...more];

/** Without those that are no farther than `radius`; the same list where there are none. */
export function erased(points: Points, x: number, y: number, radius: number): Points {
  const kept = points.filter((point) => distance(point, x, y) > radius);
  return kept.length === points.length ? points : kept;
}

export const moved = (points: Points, index: number, x: number, y: number): Points =>
  points.map((point, k) => (k === index ? { ...point, x, y } : point));

/** The index of the nearest point within `radius`, of equally near ones the last painted; −1 where there is none. */
export function nearest(points: Points, x: number, y: number, radius: number): number {
  let [found, least] = [-1, radius];
  for (const [k, point] of points.entries()) {
    const d = distance(point, x, y);
    if (d <= least) [found, least] = [k, d];
  }
  return found;
}

/** A few points of class c, uniform on the disk of this radius. */
export function sprayed(
  c: number,
  x: number,
  y: number,
  radius: number,
  count: number,
  random = Math.random,
): Points {
  return Array.from({ length: count }, () => {
    const [r, angle] = [radius * Math.sqrt(random()), 2 * Math.PI * random()];
    return { x: x + r * Math.cos(angle), y: y + r * Math.sin(angle), c };
  });
}

const distance = (point: Point, x: number, y: number): number => Math.hypot(point.x - x, point.y - y);
