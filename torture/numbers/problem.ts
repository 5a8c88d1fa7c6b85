import type { DataRecord } from "@softmax/datasets";
import type { RunOptions } from "@softmax/trainer";
import type { randomOf } from "../harness/random.mjs";

export type Random = ReturnType<typeof randomOf>;

/** A small problem of the kind that breaks solvers, and what was done to it. */
export interface HostileProblem {
  readonly records: readonly DataRecord[];
  readonly options: RunOptions;
  readonly hostilities: readonly string[];
}

type Rows = { features: number[][]; labels: string[]; weights?: number[] };

/** Each changes rows in place, as real data are spoiled; the name is what the report counts. */
const hostilities: Readonly<Record<string, (rows: Rows, random: Random) => void>> = {
  "constant feature": ({ features }, random) => setColumn(features, random, () => 7),
  "copied feature": ({ features }, random) => {
    const from = random.below(features[0].length);
    setColumn(features, random, (row) => 3 - 2 * row[from]);
  },
  "sum of features": ({ features }, random) =>
    setColumn(features, random, (row) => row.reduce((a, b) => a + b, 0)),
  "one tiny scale": (rows, random) => scaleColumn(rows, random, 1e-30),
  "one huge scale": (rows, random) => scaleColumn(rows, random, 1e30),
  "all scales": ({ features }, random) => {
    const scales = features[0].map(() => 10 ** (60 * random.share() - 30));
    for (const row of features) for (const j of row.keys()) row[j] *= scales[j];
  },
  "far from zero": ({ features }, random) => setColumn(features, random, (row, j) => row[j] + 1e9),
  "a gap": ({ features }, random) => void (features[random.below(features.length)][0] = Number.NaN),
  "an infinity": ({ features }, random) => void (features[random.below(features.length)][0] = Infinity),
  separable: ({ features, labels }) => {
    const classes = [...new Set(labels)].sort();
    for (const [i, row] of features.entries()) row[0] = 10 * classes.indexOf(labels[i]) + Math.tanh(row[0]);
  },
  "one class": ({ labels }) => void labels.fill(labels[0]),
  "a rare class": ({ labels }, random) => void (labels[random.below(labels.length)] = "rare"),
  "as many classes as rows": ({ labels }) => {
    for (const i of labels.keys()) labels[i] = `class ${i}`;
  },
  "equal rows, other labels": ({ features }) => {
    for (const row of features) row.splice(0, row.length, ...features[0]);
  },
  "weights of zero": (rows, random) =>
    void (rows.weights = rows.labels.map(() => Number(random.chance(0.5)))),
  "all weights zero": (rows) => void (rows.weights = rows.labels.map(() => 0)),
  "weights of all sizes": (rows, random) =>
    void (rows.weights = rows.labels.map(() => 10 ** (20 * random.share() - 10))),
};

const choices: Readonly<Record<string, readonly RunOptions[]>> = {
  penalty: [
    {},
    { l2: 0 },
    { l2: 1e-12 },
    { l2: 1e-2 },
    { l2: 1e6 },
    { l2: 0, l1: 1e-3 },
    { l1: 1e-2 },
    { l1: 1e3 },
  ],
  solver: [
    {},
    ...(["gd", "lbfgs", "newton", "owlqn", "fista", "proximal-lbfgs", "svrg", "sgd", "adam"] as const).map(
      (solver) => ({ solver }),
    ),
    { solver: "gd", learningRate: 1e3 },
    { solver: "adam", learningRate: 1e9 },
  ],
  precision: [{}, {}, { precision: "float32" }, { precision: "float64" }],
  standardize: [{}, {}, { standardize: false }],
  loss: [
    {},
    {},
    {},
    { loss: "quadratic" },
    { loss: "sigmoid" },
    { loss: "hinge" },
    { loss: "focal" },
    { labelSmoothing: 0.1 },
  ],
  classes: [{}, {}, { classWeight: "balanced" }],
  split: [{}, {}, { testSize: 0.5 }, { validationSize: 0.3 }],
};

/** Data that cannot be used at all are refused before anything else happens; few are enough. */
const hopeless = ["an infinity", "one class", "all weights zero"];
const bearable = Object.keys(hostilities).filter((name) => !hopeless.includes(name));
const hostility = (random: Random): string => random.pick(random.chance(0.04) ? hopeless : bearable);

/** Options that are refused together, which is tried now and then. */
const clash = ({ l1 = 0, solver }: RunOptions): boolean =>
  l1 > 0 && ["gd", "lbfgs", "newton", "sgd", "adam"].includes(solver ?? "auto");

/** One to three hostilities on noise of 2 to 61 rows, 1 to 9 features (often more than rows) and 2 to 5 classes. */
export function hostileProblem(random: Random): HostileProblem {
  const [n, d, C] = [2 + random.skewed(60), 1 + random.below(9), 2 + random.below(4)];
  const labels = Array.from({ length: n }, (_, i) => `class ${i < C ? i : random.below(C)}`);
  const features = labels.map((_, i) =>
    Array.from({ length: d }, (_, j) => normal(random) + Number(j === i % C)),
  );
  const rows: Rows = { features, labels };
  const chosen = Array.from({ length: 1 + random.below(3) }, () => hostility(random));
  for (const name of chosen) hostilities[name](rows, random);
  let options = chosenOptions(random);
  if (clash(options) && random.chance(0.9)) options = { ...options, solver: "auto", learningRate: undefined };
  const named = { label: "label", ...(rows.weights && { weight: "weight" }) };
  return {
    records: recordsOf(rows),
    options: { ...options, ...named, ...limits(options) },
    hostilities: chosen,
  };
}

const chosenOptions = (random: Random): RunOptions =>
  Object.assign({}, ...Object.values(choices).map((list) => random.pick(list)));

/** What keeps a run short that is slow on purpose. */
const limits = ({ solver }: RunOptions): RunOptions =>
  solver === "sgd" || solver === "adam" ? { epochs: 30, threads: 1 } : { maxSteps: 1000, threads: 1 };

function recordsOf({ features, labels, weights }: Rows): DataRecord[] {
  return features.map((row, i): DataRecord => {
    const columns = row.map((x, j) => [`x${j}`, Number.isNaN(x) ? null : x]);
    return { ...Object.fromEntries(columns), label: labels[i], ...(weights && { weight: weights[i] }) };
  });
}

function setColumn(features: number[][], random: Random, value: (row: number[], j: number) => number): void {
  const j = random.below(features[0].length);
  for (const row of features) row[j] = value(row, j);
}

function scaleColumn({ features }: Rows, random: Random, factor: number): void {
  setColumn(features, random, (row, j) => row[j] * factor);
}

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.share())) * Math.cos(2 * Math.PI * random.share());
