/**
 * The innermost loops, written out for 1 … TILE classes (dense) or vectors of classes (sparse), because their
 * sums must stay in registers and a loop over registers cannot be written. V8 keeps the order of the text:
 * loads of x first, then for each class one load and its multiply-adds. The result is AssemblyScript.
 */

/** Of 15 vector registers `dot` and `outer` use 13: 2 · 5 sums, 2 vectors of x, 1 of w or p. */
const TILE = 5;

const each = (count, line, separator = "\n") =>
  Array.from({ length: count }, (_, i) => line(i)).join(separator);

/** Rows that `dot` takes with m classes: as many as the registers allow, for few loads per multiply-add. */
const rowsBeside = (m) => (m <= FEW ? 4 : 2);
const FEW = 3;

/**
 * z[c][r …] += Σ_k x[r …][k] w[c][k] for 4 rows (up to 3 classes) or 2, over the packed columns [k][m][lanes] from
 * x0 to `end`. What there is less of, rows or classes, is loaded first. Beside each column's vectors, which are in
 * the cache, it looks `step` bytes further `ahead`, to where the next rows of X are not.
 */
const dot = (m) => {
  const R = rowsBeside(m);
  const sum = (r, c) => `s${r}${c}`;
  const add = (r, c, a, b) => `${sum(r, c)} = fma<T>(${a}, ${b}, ${sum(r, c)});`;
  const byClass = `
${each(R, (r) => `    const a${r} = v128.load(x${r});`)}
${each(m, (c) => `    y = v128.load(w, ${16 * c}); ${each(R, (r) => add(r, c, `a${r}`, "y"), " ")}`)}`;
  const byRow = `
${each(m, (c) => `    const a${c} = v128.load(w, ${16 * c});`)}
${each(R, (r) => `    y = v128.load(x${r}); ${each(m, (c) => add(r, c, "y", `a${c}`), " ")}`)}`;
  return `
function dot${m}<T>(${each(R, (r) => `x${r}: usize`, ", ")}, end: usize, w: usize, z: usize, ahead: usize, step: usize): void {
${each(R * m, (i) => `  let ${sum(i % R, Math.floor(i / R))} = v128.splat<T>(<T>0);`)}
  while (x0 < end) {
    let y: v128;${R > m ? byRow : byClass}
    load<u8>(ahead);
    ${each(R, (r) => `x${r} += 16;`, " ")} w += ${16 * m}; ahead += step;
  }
${each(m, (c) => `  addSums${R}<T>(z + ${c} * ROWS * sizeof<T>(), ${each(R, (r) => sum(r, c), ", ")});`)}
}`;
};

/**
 * g[c][0 … 2·lanes) += Σ_r p[c][r] x[r][0 … 2·lanes) over the rows from p to `end`, looking ahead likewise beside
 * each row.
 */
const outer = (m) => `
function outer${m}<T>(x: usize, stride: usize, p: usize, end: usize, g: usize, ahead: usize, step: usize): void {
${each(m, (c) => `  let a${c} = v128.splat<T>(<T>0), b${c} = a${c};`)}
  while (p < end) {
    const xa = v128.load(x), xb = v128.load(x, 16);
    let y: v128;
${each(m, (c) => `    y = v128.load_splat<T>(p, ${c} * ROWS * sizeof<T>()); a${c} = fma<T>(xa, y, a${c}); b${c} = fma<T>(xb, y, b${c});`)}
    load<u8>(ahead);
    p += sizeof<T>(); x += stride; ahead += step;
  }
${each(
  m,
  (c) => `  v128.store(g, v128.add<T>(v128.load(g, ${32 * c}), a${c}), ${32 * c});
  v128.store(g, v128.add<T>(v128.load(g, ${32 * c + 16}), b${c}), ${32 * c + 16});`,
)}
}`;

/** Entries that `sparseDot` takes at a time: where sums are few, each would wait for the one before. */
const entriesBeside = (m) => Math.max(1, Math.floor(4 / m));

/** out[0 … m) ← Σ_k values[k] a[index[k]][0 … m), m vectors of T; values are V, indices I, rows of a `stride` bytes apart. */
const sparseDot = (m) => {
  const E = entriesBeside(m);
  const sums = (i) => Array.from({ length: E }, (_, e) => `s${e}${i}`);
  const add = (e) => `    x = splatAt<T, V>(value + ${e} * sizeof<V>());
    row = a + <usize>load<I>(index, ${e} * sizeof<I>()) * stride;
${each(m, (i) => `    s${e}${i} = fma<T>(x, v128.load(row, ${16 * i}), s${e}${i});`)}`;
  const loop = (count) => `
  while (index + ${count - 1} * sizeof<I>() < end) {
${each(count, add)}
    value += ${count} * sizeof<V>(); index += ${count} * sizeof<I>();
  }`;
  return `
function sparseDot${m}<T, V, I>(value: usize, index: usize, end: usize, a: usize, stride: usize, out: usize): void {
  let x: v128, row: usize;
${each(m, (i) => each(E, (e) => `  let s${e}${i} = v128.splat<T>(<T>0);`))}${E > 1 ? loop(E) : ""}${loop(1)}
${each(m, (i) => `  v128.store(out, ${sums(i).reduce((a, b) => `v128.add<T>(${a}, ${b})`)}, ${16 * i});`)}
}`;
};

/** out[index[k]][0 … m) += values[k] a[0 … m) for every k, likewise. */
const sparseOuter = (m) => `
function sparseOuter${m}<T, V, I>(value: usize, index: usize, end: usize, a: usize, stride: usize, out: usize): void {
${each(m, (i) => `  const a${i} = v128.load(a, ${16 * i});`)}
  while (index < end) {
    const x = splatAt<T, V>(value);
    const row = out + <usize>load<I>(index) * stride;
${each(m, (i) => `    v128.store(row, fma<T>(x, a${i}, v128.load(row, ${16 * i})), ${16 * i});`)}
    value += sizeof<V>(); index += sizeof<I>();
  }
}`;

/** Of 15 vector registers `product` uses 6 · 2 sums, 2 vectors of b, 1 of a: as many operations per load as can be. */
const SLICE = 6;

/**
 * s[i][0 … 2·lanes) = Σ_k a[k][i] b[k][0 … 2·lanes) for i = 0 … SLICE − 1, where b runs up to `end`; `finish`
 * says what becomes of s and out. Rows of b and out are panel rows. a[k][i] is at k · aStep + i · aEntry.
 */
const product = (name, aStep, aEntry, finish) => `
export function ${name}<T>(a: usize, b: usize, end: usize, out: usize): void {
${each(SLICE, (i) => `  let a${i} = v128.splat<T>(<T>0), b${i} = a${i};`)}
  while (b < end) {
    const xa = v128.load(b), xb = v128.load(b, 16);
    let y: v128;
${each(SLICE, (i) => `    y = v128.load_splat<T>(a, ${i} * ${aEntry}); a${i} = fma<T>(y, xa, a${i}); b${i} = fma<T>(y, xb, b${i});`)}
    a += ${aStep}; b += PANEL;
  }
${each(
  SLICE,
  (i) => `  v128.store(out, ${finish("a", i, `${i} * PANEL`)}, ${i} * PANEL);
  v128.store(out, ${finish("b", i, `${i} * PANEL + 16`)}, ${i} * PANEL + 16);`,
)}
}`;
const set = (half, i) => `${half}${i}`;
const subtract = (half, i, at) => `v128.sub<T>(v128.load(out, ${at}), ${half}${i})`;

/**
 * out[q][0 … 2·lanes) ← (out[q] − Σ_p l_qp out[p]) / l_qq for the rows q in their order, p over those before q.
 * Of l_qp and l_pq the one below the diagonal is read; `inverse` holds 1 / l_qq.
 */
const eliminate = (name, order) => `
export function ${name}<T>(l: usize, inverse: usize, out: usize): void {
${each(SLICE, (q) => `  let a${q} = v128.load(out, ${q} * PANEL), b${q} = v128.load(out, ${q} * PANEL + 16);`)}
  let y: v128;
${order.flatMap((q, k) => [scale(q), ...order.slice(k + 1).map((r) => reduce(r, q))]).join("\n")}
${each(SLICE, (q) => `  v128.store(out, a${q}, ${q} * PANEL); v128.store(out, b${q}, ${q} * PANEL + 16);`)}
}`;
const scale = (q) => `  y = v128.load_splat<T>(inverse, ${q} * sizeof<T>());
  a${q} = v128.mul<T>(a${q}, y); b${q} = v128.mul<T>(b${q}, y);`;
const reduce = (
  q,
  p,
) => `  y = v128.neg<T>(v128.load_splat<T>(l, ${Math.min(p, q)} * PANEL + ${Math.max(p, q)} * sizeof<T>()));
  a${q} = fma<T>(y, a${p}, a${q}); b${q} = fma<T>(y, b${p}, b${q});`;
const downwards = Array.from({ length: SLICE }, (_, q) => q);

const dispatch = (name, types, parameters, names) => `
export function ${name}<${types}>(m: i32, ${parameters}): void {
  switch (m) {
${each(TILE, (i) => `    case ${i + 1}: ${name}${i + 1}<${types}>(${names(i + 1)}); return;`)}
  }
}`;

/** The text of the module `tiles` that the other AssemblyScript files import. */
export function tilesSource() {
  const tiles = [dot, outer, sparseDot, sparseOuter].flatMap((tile) =>
    Array.from({ length: TILE }, (_, i) => tile(i + 1)),
  );
  return [
    'import { ROWS } from "./layout";\nimport { PANEL } from "./panels";\nimport { addSums2, addSums4, fma, splatAt } from "./vector";\n',
    "/** The most classes, or vectors of classes, that a tile takes. */",
    `export const TILE: i32 = ${TILE};`,
    "/** Rows that `dot` takes at a time. */",
    `export function dotRows(m: i32): i32 { return m <= ${FEW} ? 4 : 2; }`,
    "/** Columns of a panel that a product takes at a time. */",
    `export const SLICE: i32 = ${SLICE};`,
    ...tiles,
    product("product", "PANEL", "sizeof<T>()", set),
    product("subtractProduct", "PANEL", "sizeof<T>()", subtract),
    product("subtractAcross", "sizeof<T>()", "PANEL", subtract),
    eliminate("eliminate", downwards),
    eliminate("eliminateUp", downwards.toReversed()),
    dispatch("dot", "T", DOT_PARAMETERS, (m) =>
      rowsBeside(m) === 4 ? DOT_NAMES : DOT_NAMES.replace("x2, x3, ", ""),
    ),
    dispatch("outer", "T", OUTER_PARAMETERS, () => "x, stride, p, end, g, ahead, step"),
    dispatch("sparseDot", "T, V, I", SPARSE_PARAMETERS, () => SPARSE_NAMES),
    dispatch("sparseOuter", "T, V, I", SPARSE_PARAMETERS, () => SPARSE_NAMES),
  ].join("\n");
}

const DOT_PARAMETERS =
  "x0: usize, x1: usize, x2: usize, x3: usize, end: usize, w: usize, z: usize, ahead: usize, step: usize";
const DOT_NAMES = "x0, x1, x2, x3, end, w, z, ahead, step";
const OUTER_PARAMETERS = "x: usize, stride: usize, p: usize, end: usize, g: usize, ahead: usize, step: usize";
const SPARSE_PARAMETERS = "value: usize, index: usize, end: usize, a: usize, stride: usize, out: usize";
const SPARSE_NAMES = "value, index, end, a, stride, out";
