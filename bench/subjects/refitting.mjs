import { defaultKernels, integers, random, refitter, uniform } from "../softmax.mjs";

/**
 * Seconds of each of some refits after a small change: `l2` (a factor of two up or down), `move` (a few points),
 * `relabel` (a few points), `add` (a few points). The first solution, from zero, is not among them.
 */
export function refits({ n, d, C, edit, repeats, kernels: options }) {
  const kernels = defaultKernels(options);
  const refit = refitter({ kernels });
  const data = blobs(n, d, C);
  let l2 = 1e-3;
  refit({ features: data.values, targets: data.targets, l2 });
  const samples = [];
  const steps = [];
  for (let k = 1; k <= repeats; k++) {
    l2 = edits[edit](data, l2, k);
    const start = performance.now();
    const answer = refit({ features: data.values, targets: data.targets, l2 });
    samples.push((performance.now() - start) / 1000);
    steps.push(answer.steps);
  }
  return { samples, steps, kernels: kernels.name };
}

/** Points around C centers, close enough to overlap. */
function blobs(n, d, C) {
  const centers = uniform(random(3, "centers"), C * d);
  const noise = uniform(random(3, "noise"), n * d);
  const targets = integers(random(3, "classes"), n, C);
  const values = noise.map((v, k) => centers[targets[Math.floor(k / d)] * d + (k % d)] + 2 * (v - 0.5));
  return { values, targets, nRows: n, d, C };
}

const FEW = 5;

const someRows = ({ nRows }, k) => integers(random(3, "rows", k), FEW, nRows);

const edits = {
  l2: (_, l2, k) => (k % 2 ? l2 * 2 : l2 / 2),
  move(data, l2, k) {
    const steps = uniform(random(3, "steps", k), FEW * data.d);
    someRows(data, k).forEach((i, r) => {
      for (let j = 0; j < data.d; j++) data.values[i * data.d + j] += 0.2 * (steps[r * data.d + j] - 0.5);
    });
    return l2;
  },
  relabel(data, l2, k) {
    for (const i of someRows(data, k)) data.targets[i] = (data.targets[i] + 1) % data.C;
    return l2;
  },
  add(data, l2, k) {
    const rows = someRows(data, k);
    const values = rows.length * data.d;
    const grown = new Float64Array(data.values.length + values);
    grown.set(data.values);
    rows.forEach((i, r) => {
      grown.set(data.values.subarray(i * data.d, (i + 1) * data.d), data.values.length + r * data.d);
    });
    data.targets = Int32Array.of(...data.targets, ...rows.map((i) => data.targets[i]));
    Object.assign(data, { values: grown, nRows: data.nRows + rows.length });
    return l2;
  },
};
