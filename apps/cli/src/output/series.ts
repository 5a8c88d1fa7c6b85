export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Series {
  /** Adds a point to the right of all others; values that are not finite are left out. */
  add(x: number, y: number): void;
  readonly points: readonly Point[];
}

const limit = 2048;

/** A curve that grows to the right in bounded memory: at `limit` points neighbors are joined to their means. */
export function series(): Series {
  let points: Point[] = [];
  let stride = 1;
  let pending: Point[] = [];
  return {
    get points() {
      return pending.length > 0 ? [...points, meanOf(pending)] : points;
    },
    add(x, y) {
      if (!Number.isFinite(y)) return;
      pending.push({ x, y });
      if (pending.length < stride) return;
      points.push(meanOf(pending));
      pending = [];
      if (points.length < limit) return;
      stride *= 2;
      points = Array.from({ length: limit / 2 }, (_, k) => meanOf(points.slice(2 * k, 2 * k + 2)));
    },
  };
}

function meanOf(points: readonly Point[]): Point {
  const mean = (pick: (point: Point) => number) =>
    points.reduce((sum, p) => sum + pick(p), 0) / points.length;
  return { x: mean((p) => p.x), y: mean((p) => p.y) };
}
