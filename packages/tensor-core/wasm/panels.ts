/**
 * Matrices as `product` of `tiles.mjs` wants them: cut into panels of P columns (or rows), row after row within a
 * panel. It takes SLICE = 6 entries of one panel's rows times two vectors of another's; P = 24 (f32) or 12 (f64)
 * is the least that both divide.
 */

/** Bytes of a panel row: P entries. */
export const PANEL: usize = 96;

/** P, the entries of a panel row. */
export function panelEntries<T>(): i32 {
  return <i32>PANEL / sizeof<T>();
}
