/**
 * The innermost loops, written out for 1 … TILE classes (dense) or vectors of classes (sparse), because their
 * sums must stay in registers and a loop over registers cannot be written. V8 keeps the order of the text:
 * loads of x first, then for each class one load and its multiply-adds. The result is AssemblyScript.
 */

/** Of 15 vector registers `dot` and `outer` use 13: 2 · 5 sums, 2 vectors of x, 1 of w or p. */
const TILE = 5;

const each = (count, line, separator = "\n") =>
  Array.from({ length: count }, (_, i) => line(i)).join(separator);

/** z[c][r], z[c][r + 1] += Σ_k x[r][k] w[c][k] over the packed columns [k][m][lanes] from x0 to `end`. */
const dot = (m) => `
function dot${m}<T>(x0: usize, x1: usize, end: usize, w: usize, z: usize): void {
${each(m, (c) => `  let a${c} = v128.splat<T>(<T>0), b${c} = a${c};`)}
  while (x0 < end) {
    const xa = v128.load(x0), xb = v128.load(x1);
    let y: v128;
${each(m, (c) => `    y = v128.load(w, ${16 * c}); a${c} = fma<T>(xa, y, a${c}); b${c} = fma<T>(xb, y, b${c});`)}
    x0 += 16; x1 += 16; w += ${16 * m};
  }
${each(m, (c) => `  addSums<T>(z + ${c} * ROWS * sizeof<T>(), a${c}, b${c});`)}
}`;

/** g[c][0 … 2·lanes) += Σ_r p[c][r] x[r][0 … 2·lanes) over the rows from p to `end`. */
const outer = (m) => `
function outer${m}<T>(x: usize, stride: usize, p: usize, end: usize, g: usize): void {
${each(m, (c) => `  let a${c} = v128.splat<T>(<T>0), b${c} = a${c};`)}
  while (p < end) {
    const xa = v128.load(x), xb = v128.load(x, 16);
    let y: v128;
${each(m, (c) => `    y = v128.load_splat<T>(p, ${c} * ROWS * sizeof<T>()); a${c} = fma<T>(xa, y, a${c}); b${c} = fma<T>(xb, y, b${c});`)}
    p += sizeof<T>(); x += stride;
  }
${each(
  m,
  (c) => `  v128.store(g, v128.add<T>(v128.load(g, ${32 * c}), a${c}), ${32 * c});
  v128.store(g, v128.add<T>(v128.load(g, ${32 * c + 16}), b${c}), ${32 * c + 16});`,
)}
}`;

/** out[0 … m) ← Σ_k values[k] w[columns[k]][0 … m), m vectors of classes; values are V, rows of w `stride` bytes apart. */
const sparseDot = (m) => `
function sparseDot${m}<T, V>(value: usize, column: usize, end: usize, w: usize, stride: usize, out: usize): void {
${each(m, (i) => `  let a${i} = v128.splat<T>(<T>0);`)}
  while (column < end) {
    const x = splatAt<T, V>(value);
    const row = w + <usize>load<u32>(column) * stride;
${each(m, (i) => `    a${i} = fma<T>(x, v128.load(row, ${16 * i}), a${i});`)}
    value += sizeof<V>(); column += 4;
  }
${each(m, (i) => `  v128.store(out, a${i}, ${16 * i});`)}
}`;

/** g[columns[k]][0 … m) += values[k] r[0 … m) for every k; values are V, g and r are f64. */
const sparseOuter = (m) => `
function sparseOuter${m}<T, V>(value: usize, column: usize, end: usize, r: usize, stride: usize, g: usize): void {
${each(m, (i) => `  const r${i} = v128.load(r, ${16 * i});`)}
  while (column < end) {
    const x = splatAt<f64, V>(value);
    const row = g + <usize>load<u32>(column) * stride;
${each(m, (i) => `    v128.store(row, fma<f64>(x, r${i}, v128.load(row, ${16 * i})), ${16 * i});`)}
    value += sizeof<V>(); column += 4;
  }
}`;

const dispatch = (name, types, parameters, names) => `
export function ${name}<${types}>(m: i32, ${parameters}): void {
  switch (m) {
${each(TILE, (i) => `    case ${i + 1}: ${name}${i + 1}<${types}>(${names}); return;`)}
  }
}`;

/** The text of the module `tiles` that the other AssemblyScript files import. */
export function tilesSource() {
  const tiles = [dot, outer, sparseDot, sparseOuter].flatMap((tile) =>
    Array.from({ length: TILE }, (_, i) => tile(i + 1)),
  );
  return [
    'import { ROWS } from "./layout";\nimport { addSums, fma, splatAt } from "./vector";\n',
    "/** The most classes, or vectors of classes, that a tile takes. */",
    `export const TILE: i32 = ${TILE};`,
    ...tiles,
    dispatch("dot", "T", "x0: usize, x1: usize, end: usize, w: usize, z: usize", "x0, x1, end, w, z"),
    dispatch("outer", "T", "x: usize, stride: usize, p: usize, end: usize, g: usize", "x, stride, p, end, g"),
    dispatch("sparseDot", "T, V", SPARSE_PARAMETERS, "value, column, end, a, stride, b"),
    dispatch("sparseOuter", "T, V", SPARSE_PARAMETERS, "value, column, end, a, stride, b"),
  ].join("\n");
}

const SPARSE_PARAMETERS = "value: usize, column: usize, end: usize, a: usize, stride: usize, b: usize";
