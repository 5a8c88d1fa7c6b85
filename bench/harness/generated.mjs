import { denseFeatures, integers, normal, random, uniform } from "../softmax.mjs";

/**
 * Problems `{title, make}`, where `make()` gives `{features, targets, nClasses, l2}`, in two sets. Labels are drawn from
 * a softmax model whose logits have the standard deviation `signal`, by random numbers that depend on the title.
 *
 * Constants of the solvers are chosen by the calibration set. The held-out set, of other sizes, other strengths of
 * the penalty and other random numbers, is for the published table and for nothing else: whoever changes a constant
 * because of it makes another one.
 */
const calibration = [
  ...[1e-2, 1e-4, 1e-6].flatMap((l2) => [
    dense("independent features", { n: 6000, d: 60, C: 6, l2 }),
    dense("independent, easily told apart", { n: 6000, d: 60, C: 6, l2, signal: 20 }),
    dense("spectrum 1/j", { n: 6000, d: 80, C: 8, l2, decay: 1 }),
    dense("spectrum 1/j², a mean", { n: 4000, d: 120, C: 4, l2, decay: 2, mean: 1, signal: 10 }),
    dense("scales over 4 powers of ten", { n: 6000, d: 40, C: 5, l2, scales: 4 }),
    dense("two classes", { n: 16_000, d: 60, C: 2, l2, decay: 0.7, signal: 8 }),
    dense("many features", { n: 1500, d: 400, C: 4, l2, decay: 0.7 }),
    sparse("short texts", { n: 3000, d: 8000, C: 6, l2 }),
    sparse("counts of words", { n: 3000, d: 1500, C: 6, l2, counts: true }),
  ]),
  dense("duplicated and constant features, l2 = 0", { n: 5000, d: 40, C: 6, l2: 0, copies: true }),
  dense("duplicated and constant features", { n: 5000, d: 40, C: 6, l2: 1e-4, copies: true, decay: 1 }),
  dense("separable", { n: 800, d: 200, C: 5, l2: 1e-6, signal: 200 }),
  dense("separable, l2 = 0", { n: 800, d: 200, C: 5, l2: 0, signal: 200 }),
  dense("more features than rows", { n: 300, d: 900, C: 4, l2: 1e-3, decay: 0.5 }),
  dense("more features than rows, little l2", { n: 300, d: 900, C: 4, l2: 1e-6, decay: 0.5 }),
  dense("100 classes", { n: 6000, d: 30, C: 100, l2: 1e-4, decay: 0.5, signal: 8 }),
  dense("40 classes, little l2", { n: 5000, d: 60, C: 40, l2: 1e-6, decay: 1, signal: 15 }),
  dense("one class in a thousand", { n: 12_000, d: 50, C: 5, l2: 1e-4, decay: 0.5, rare: 7, signal: 6 }),
  dense("a long table", { n: 60_000, d: 12, C: 4, l2: 1e-5, decay: 1.5, signal: 6 }),
  dense("a few rows", { n: 120, d: 5, C: 3, l2: 1e-4 }),
  dense("scales over 8 powers of ten, l2 = 0", { n: 4000, d: 30, C: 5, l2: 0, scales: 8 }),
  dense("like images", { n: 4000, d: 500, C: 10, l2: 1e-4, decay: 1, mean: 0.3, signal: 12 }),
  dense("noise alone", { n: 4000, d: 80, C: 6, l2: 1e-5, signal: 0 }),
  sparse("two classes of text", { n: 5000, d: 20_000, C: 2, l2: 1e-5 }),
  sparse("texts easily told apart, little l2", { n: 2000, d: 8000, C: 10, l2: 1e-6, signal: 15 }),
];

const heldOut = [
  ...[3e-3, 3e-5, 3e-7].flatMap((l2) => [
    dense("independent features", { n: 9000, d: 35, C: 4, l2 }),
    dense("independent, easily told apart", { n: 3500, d: 90, C: 7, l2, signal: 15 }),
    dense("spectrum 1/j", { n: 5000, d: 110, C: 5, l2, decay: 1 }),
    dense("spectrum 1/j², a mean", { n: 7000, d: 70, C: 6, l2, decay: 2, mean: 2, signal: 8 }),
    dense("scales over 3 powers of ten", { n: 8000, d: 50, C: 3, l2, scales: 3 }),
    dense("two classes", { n: 10_000, d: 100, C: 2, l2, decay: 0.5, signal: 5 }),
    dense("many features", { n: 2000, d: 300, C: 6, l2, decay: 0.9 }),
    sparse("short texts", { n: 2500, d: 11_000, C: 4, l2 }),
    sparse("counts of words", { n: 4000, d: 1000, C: 5, l2, counts: true }),
  ]),
  dense("duplicated and constant features, l2 = 0", { n: 7000, d: 30, C: 4, l2: 0, copies: true }),
  dense("duplicated and constant features", {
    n: 3000,
    d: 60,
    C: 5,
    l2: 3e-5,
    copies: true,
    decay: 1,
  }),
  dense("separable", { n: 1000, d: 150, C: 4, l2: 1e-5, signal: 200 }),
  dense("separable, l2 = 0", { n: 1000, d: 150, C: 4, l2: 0, signal: 200 }),
  dense("more features than rows", { n: 400, d: 700, C: 5, l2: 3e-3, decay: 0.5 }),
  dense("more features than rows, little l2", { n: 400, d: 700, C: 5, l2: 3e-6, decay: 0.5 }),
  dense("70 classes", { n: 7000, d: 40, C: 70, l2: 3e-4, decay: 0.5, signal: 8 }),
  dense("30 classes, little l2", { n: 6000, d: 50, C: 30, l2: 3e-6, decay: 1, signal: 12 }),
  dense("one class in a thousand", {
    n: 9000,
    d: 70,
    C: 4,
    l2: 3e-5,
    decay: 0.5,
    rare: 7,
    signal: 6,
  }),
  dense("a long table", { n: 80_000, d: 9, C: 5, l2: 1e-5, decay: 1.5, signal: 6 }),
  dense("some hundred rows", { n: 250, d: 8, C: 4, l2: 3e-4 }),
  dense("scales over 6 powers of ten, l2 = 0", { n: 5000, d: 25, C: 4, l2: 0, scales: 6 }),
  dense("like images", { n: 3000, d: 600, C: 8, l2: 1e-4, decay: 1, mean: 0.3, signal: 12 }),
  dense("noise alone", { n: 6000, d: 50, C: 5, l2: 3e-5, signal: 0 }),
  sparse("two classes of text", { n: 4000, d: 15_000, C: 2, l2: 3e-5 }),
  sparse("texts easily told apart, little l2", { n: 1500, d: 10_000, C: 8, l2: 3e-6, signal: 12 }),
];

export const generatedProblems = { calibration, heldOut };

function dense(name, { n, d, C, l2, signal = 3, decay = 0, mean = 0, scales = 0, copies = false, rare = 0 }) {
  const title = `${name}: ${n} × ${d}, ${C} classes, l2 ${l2}`;
  const make = () => {
    const Z = normal(random(7, title, "features"), n * d).map((z, k) => z * ((k % d) + 1) ** -decay);
    if (decay > 0) mix(Z, n, d, title);
    const logits = scores(Z, n, d, C, title).map((z, k) => z - (rare / C) * (k % C));
    const sizes = uniform(random(7, title, "scales"), d).map((u) => 10 ** (scales * (u - 0.5)));
    const X = Z.map((z, k) => (z + mean) * sizes[k % d]);
    if (copies) for (let i = 0; i < n; i++) X.set([X[i * d + 3], X[i * d + 4], 1, X[i * d + 3]], i * d);
    return {
      features: denseFeatures(X, n, d),
      targets: drawLabels(logits, C, signal, title),
      nClasses: C,
      l2,
    };
  };
  return { title, l2, make };
}

/** Rotates random pairs of columns, so that no feature is an axis of the spectrum. */
function mix(Z, n, d, title) {
  const pairs = integers(random(7, title, "pairs"), 6 * d, d);
  const angles = uniform(random(7, title, "angles"), 3 * d);
  angles.forEach((u, k) => {
    const [a, b] = [pairs[2 * k], pairs[2 * k + 1]];
    const [cos, sin] = [Math.cos(2 * Math.PI * u), Math.sin(2 * Math.PI * u)];
    if (a === b) return;
    for (let at = 0; at < n * d; at += d) {
      const [x, y] = [Z[at + a], Z[at + b]];
      Z[at + a] = cos * x - sin * y;
      Z[at + b] = sin * x + cos * y;
    }
  });
}

/** Z Wᵀ for random W, scaled to deviation 1. */
function scores(Z, n, d, C, title) {
  const W = normal(random(7, title, "weights"), C * d);
  const logits = new Float64Array(n * C);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < C; c++) for (let j = 0; j < d; j++) logits[i * C + c] += Z[i * d + j] * W[c * d + j];
  return ofDeviationOne(logits);
}

function sparse(name, { n, d, C, l2, signal = 4, counts = false }) {
  const title = `${name}: ${n} × ${d}, ${C} classes, l2 ${l2}`;
  const WORDS = 40;
  const make = () => {
    const draws = uniform(random(7, title, "words"), n * WORDS);
    const W = normal(random(7, title, "weights"), C * d);
    const logits = new Float64Array(n * C);
    const rowStarts = new Int32Array(n + 1);
    const [columns, values] = [[], []];
    for (let i = 0; i < n; i++) {
      const bag = new Map();
      for (let k = 0; k < WORDS; k++) {
        const word = Math.min(d - 1, Math.floor((d + 1) ** draws[i * WORDS + k]) - 1);
        bag.set(word, (bag.get(word) ?? 0) + 1);
      }
      const length = counts ? 1 : Math.hypot(...bag.values());
      for (const [word, count] of [...bag].sort(([a], [b]) => a - b)) {
        columns.push(word);
        values.push(count / length);
        for (let c = 0; c < C; c++) logits[i * C + c] += (count / length) * W[c * d + word];
      }
      rowStarts[i + 1] = columns.length;
    }
    const stored = { values: Float64Array.from(values), columns: Int32Array.from(columns), rowStarts };
    const targets = drawLabels(ofDeviationOne(logits), C, signal, title);
    return { features: { kind: "csr", ...stored, nRows: n, nColumns: d }, targets, nClasses: C, l2 };
  };
  return { title, l2, make };
}

function ofDeviationOne(values) {
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  return values.map((v) => v / deviation);
}

/** One class a row from softmax(signal · logits), by the largest of logits plus Gumbel noise. */
function drawLabels(logits, C, signal, title) {
  const noise = uniform(random(7, title, "labels"), logits.length);
  return Int32Array.from({ length: logits.length / C }, (_, i) => {
    let [best, label] = [-Infinity, 0];
    for (let c = 0; c < C; c++) {
      const score = signal * logits[i * C + c] - Math.log(-Math.log(noise[i * C + c] || 1e-300));
      if (score > best) [best, label] = [score, c];
    }
    return label;
  });
}
