/** A regular polygon on the unit circle, its first corner so many turns clockwise from the top. */
const corners = (count: number, turn: number): number[][] =>
  Array.from({ length: count }, (_, k) => {
    const angle = 2 * Math.PI * (turn + k / count);
    return [Math.sin(angle), -Math.cos(angle)];
  });

const star = Array.from({ length: 10 }, (_, k) => {
  const [angle, radius] = [(2 * Math.PI * k) / 10, k % 2 ? 0.5 : 1.15];
  return [radius * Math.sin(angle), -radius * Math.cos(angle)];
});
const cross = [
  [-1, -0.35],
  [-0.35, -0.35],
  [-0.35, -1],
  [0.35, -1],
  [0.35, -0.35],
  [1, -0.35],
  [1, 0.35],
  [0.35, 0.35],
  [0.35, 1],
  [-0.35, 1],
  [-0.35, 0.35],
  [-1, 0.35],
];
const turned = cross.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]);

/** Circle, square, triangle, diamond, cross, triangle downward, star, slanted cross; undefined is the circle. */
const shapes: readonly (readonly number[][] | undefined)[] = [
  undefined,
  corners(4, 1 / 8),
  corners(3, 0),
  corners(4, 0),
  cross,
  corners(3, 1 / 2),
  star,
  turned,
];

/** Scales that give the shapes about the same area. */
const sizes = [0.88, 1.08, 1.22, 1.08, 1, 1.22, 1, 1];

/** Class c's mark around (x, y), for `context.fill` and `context.stroke`; `radius` in pixels. */
export function markPath(path: Path2D, c: number, x: number, y: number, radius: number): void {
  const shape = shapes[c % shapes.length];
  const r = radius * sizes[c % sizes.length];
  if (!shape) {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  for (const [k, [a, b]] of shape.entries())
    if (k === 0) path.moveTo(x + r * a, y + r * b);
    else path.lineTo(x + r * a, y + r * b);
  path.closePath();
}

/** The same as the `d` of an SVG path in a box from −1.25 to 1.25. */
export function markOutline(c: number): string {
  const shape = shapes[c % shapes.length];
  const r = sizes[c % sizes.length];
  if (!shape) return `M${r},0A${r},${r} 0 1 1 ${-r},0A${r},${r} 0 1 1 ${r},0Z`;
  return `M${shape.map(([a, b]) => `${r * a},${r * b}`).join("L")}Z`;
}
