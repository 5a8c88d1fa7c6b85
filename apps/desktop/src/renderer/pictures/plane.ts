/** A window on the plane: the coordinates at its edges; y grows upward. */
export interface PlaneView {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Where a point of the plane is in a picture of this size, and back. */
export interface Projection {
  readonly toPicture: (x: number, y: number) => readonly [number, number];
  readonly toPlane: (left: number, top: number) => readonly [number, number];
}

export function projection({ x, y }: PlaneView, width: number, height: number): Projection {
  const [sx, sy] = [width / (x[1] - x[0]), height / (y[1] - y[0])];
  return {
    toPicture: (a, b) => [(a - x[0]) * sx, (y[1] - b) * sy],
    toPlane: (left, top) => [x[0] + left / sx, y[1] - top / sy],
  };
}

/** Logits of points of the plane: z_c = weights[2c] · x + weights[2c + 1] · y + bias[c]. */
export interface PlaneLogits {
  /** [C, 2], row-major. */
  readonly weights: ArrayLike<number>;
  /** [C]. */
  readonly bias: ArrayLike<number>;
}

/**
 * Logits over coordinates as they are, from those over standardized ones, z = W (x − mean) / deviation + b:
 * weights w / deviation, bias b − Σ_j w_j · mean_j / deviation_j.
 */
export function overRawCoordinates(
  { weights, bias }: PlaneLogits,
  mean: ArrayLike<number>,
  deviation: ArrayLike<number>,
): PlaneLogits {
  const raw = Array.from(weights, (w, k) => w / deviation[k % 2]);
  const shift = (c: number) => raw[2 * c] * mean[0] + raw[2 * c + 1] * mean[1];
  return { weights: raw, bias: Array.from(bias, (b, c) => b - shift(c)) };
}

/** A polygon as its corners x, y, x, y, …; empty where nothing is left. */
export type Polygon = readonly number[];

/**
 * Where each class has the largest logit, within the view: exactly, as a convex polygon a class, the view cut along
 * the lines z_c = z_k. A class that is nowhere the largest has an empty one.
 */
export function decisionRegions({ weights: w, bias: b }: PlaneLogits, { x, y }: PlaneView): Polygon[] {
  const window = [x[0], y[0], x[1], y[0], x[1], y[1], x[0], y[1]];
  return Array.from({ length: b.length }, (_, c) => {
    let region: Polygon = window;
    for (let k = 0; k < b.length; k++)
      if (k !== c)
        region = half(region, w[2 * c] - w[2 * k], w[2 * c + 1] - w[2 * k + 1], b[c] - b[k], c < k);
    return region;
  });
}

/**
 * The part of a convex polygon where p·x + q·y + r ≥ 0 (Sutherland and Hodgman, CACM 17, 1974). Where all three are 0
 * the logits are equal everywhere, and the lower class has it.
 */
function half(polygon: Polygon, p: number, q: number, r: number, lower: boolean): Polygon {
  if (p === 0 && q === 0 && r === 0) return lower ? polygon : [];
  const kept: number[] = [];
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    const [ax, ay, bx, by] = [polygon[i], polygon[i + 1], polygon[j], polygon[j + 1]];
    const [a, b] = [p * ax + q * ay + r, p * bx + q * by + r];
    if (a >= 0) kept.push(ax, ay);
    if (a >= 0 !== b >= 0) {
      const t = a / (a - b);
      kept.push(ax + t * (bx - ax), ay + t * (by - ay));
    }
  }
  return kept;
}
