/** The corners of the triangle in a unit square, y downward: class 0 at the left, 1 at the right, 2 at the top. */
export const corners = [
  [0, Math.sqrt(3) / 2],
  [1, Math.sqrt(3) / 2],
  [0.5, 0],
] as const;

/** Where probabilities p_0, p_1, p_2 are: Σ_c p_c · corner_c. */
export function simplexPoint(p0: number, p1: number, p2: number): readonly [number, number] {
  const p = [p0, p1, p2];
  return [0, 1].map((k) => p.reduce((sum, share, c) => sum + share * corners[c][k], 0)) as [number, number];
}
