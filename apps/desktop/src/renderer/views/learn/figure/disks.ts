import type { PlaneFrame } from "./Plane.js";

export interface DiskLook {
  /** In pixels; default 4.5. */
  readonly radius?: number;
  /** A ring with nothing in it: where a curve ends without its end. */
  readonly hollow?: boolean;
}

/** A disk at each place, with an edge that keeps it apart from the curve that it lies on; none where y is not a number. */
export function drawDisks<S>(
  { context, look, toPicture }: PlaneFrame<S>,
  places: readonly (readonly [number, number])[],
  color: string,
  { radius = 4.5, hollow = false }: DiskLook = {},
): void {
  context.save();
  context.lineWidth = 2;
  context.fillStyle = hollow ? look.ground : color;
  context.strokeStyle = hollow ? color : look.ground;
  for (const [x, y] of places.filter(([, y]) => !Number.isNaN(y))) {
    context.beginPath();
    context.arc(...toPicture(x, y), radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
  context.restore();
}
