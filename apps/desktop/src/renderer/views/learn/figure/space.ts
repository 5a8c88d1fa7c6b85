/** From where space is looked at: turned about the vertical, then raised; radians. */
export interface Eye {
  readonly yaw: number;
  readonly pitch: number;
}

export interface SpaceProjection {
  /**
   * Where a place (x, y, z) is in the picture, and how near it is: larger is nearer. z is up; the ball of radius √3
   * around the origin, and so the cube −1 … 1, fits into the picture.
   */
  readonly project: (x: number, y: number, z: number) => readonly [left: number, top: number, near: number];
}

/** Parallel projection, so that equal lengths stay equal wherever they are. */
export function projectionOf({ yaw, pitch }: Eye, width: number, height: number): SpaceProjection {
  const unit = Math.min(width, height) / (2 * Math.sqrt(3));
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return {
    project(x, y, z) {
      const [across, away] = [cy * x - sy * y, sy * x + cy * y];
      const up = cp * z + sp * away;
      return [width / 2 + unit * across, height / 2 - unit * up, sp * z - cp * away];
    },
  };
}
