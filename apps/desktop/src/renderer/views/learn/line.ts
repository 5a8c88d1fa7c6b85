import type { Weights } from "./twoClasses.js";

/*
 * The line f = 0 as something to take hold of: a point of it, and a direction. The normal (w₁, w₂) points to where f > 0.
 */

type Place = readonly [x: number, y: number];

/** The point of the line that is nearest to a place. */
export function footOn([w0, w1, w2]: Weights, [x, y]: Place): Place {
  const by = (w0 + w1 * x + w2 * y) / (w1 * w1 + w2 * w2);
  return [x - by * w1, y - by * w2];
}

/** So far along the line from one of its points; to the left of the normal where that is positive. */
export function along([, w1, w2]: Weights, [x, y]: Place, distance: number): Place {
  const slope = Math.hypot(w1, w2);
  return [x - (distance * w2) / slope, y + (distance * w1) / slope];
}

/** The same normal, the line through this place. */
export const movedTo = ([, w1, w2]: Weights, [x, y]: Place): Weights => [-w1 * x - w2 * y, w1, w2];

/** The same slope, the line through `pivot` and `to`, which lies along it as `along` says. */
export function turnedTo(weights: Weights, pivot: Place, to: Place): Weights {
  const [dx, dy] = [to[0] - pivot[0], to[1] - pivot[1]];
  const length = Math.hypot(dx, dy);
  if (length === 0) return weights;
  const slope = Math.hypot(weights[1], weights[2]);
  return movedTo([0, (slope * dy) / length, (-slope * dx) / length], pivot);
}
