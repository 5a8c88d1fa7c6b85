import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  decodeNpy,
  encodeFeatures,
  encodeLabels,
  encodeNpy,
  fitEncoders,
  readDataset,
  takeRows,
} from "../softmax.mjs";
import { cacheFolder, writeWhole } from "./cache.mjs";
import { cifarFolder } from "./cifar.mjs";
import { syntheticText } from "./syntheticText.mjs";

/** Real data lie beside the repository. */
export const sharedData = fileURLToPath(new URL("../../../shared/data", import.meta.url));

const shared = (name) => async () => {
  const path = join(sharedData, name);
  if (!existsSync(path)) throw new Error(`../shared/data/${name} is not here`);
  return path;
};

/**
 * The problems that are solved: the objective is always mean cross-entropy + ½·l2·‖W‖² + l1·‖W‖₁, bias unpenalised.
 * `source` is what our readers are given; features are encoded with `scale` and `standardize`; `--smoke`
 * takes the first `smokeRows`.
 */
export const problems = {
  fashion: {
    title: "Fashion-MNIST",
    source: shared("fashion-mnist"),
    scale: 1 / 255,
    l2: 1e-4,
    smokeRows: 300,
  },
  cifar: {
    title: "CIFAR-10",
    source: () => cifarFolder(sharedData),
    scale: 1 / 255,
    l2: 1e-4,
    smokeRows: 100,
  },
  letter: {
    title: "letter",
    source: shared("letter-recognition.csv"),
    standardize: true,
    l2: 1e-4,
    smokeRows: 600,
  },
  digits: { title: "digits", source: shared("digits.csv.gz"), scale: 1 / 16, l2: 1e-3, smokeRows: 300 },
  wine: { title: "wine", source: shared("wine_data.csv"), standardize: true, l2: 1e-2, smokeRows: 178 },
  text: { title: "synthetic text", synthetic: syntheticText, l2: 1e-4 },
  text2: { title: "synthetic text, two classes", synthetic: syntheticText, nClasses: 2, l2: 1e-4 },
  letterSparse: {
    title: "letter, elastic net",
    source: shared("letter-recognition.csv"),
    standardize: true,
    l2: 1e-4,
    l1: 1e-3,
    smokeRows: 600,
  },
  digitsSparse: {
    title: "digits, elastic net",
    source: shared("digits.csv.gz"),
    scale: 1 / 16,
    l2: 1e-3,
    l1: 1e-3,
    smokeRows: 300,
  },
  textSparse: { title: "synthetic text, elastic net", synthetic: syntheticText, l2: 1e-5, l1: 2e-5 },
};

/**
 * The folder of a problem as every subject reads it: `problem.json`, `targets.npy` and either `data.npy` (dense,
 * in the type it is stored in) or `values.npy`, `columns.npy`, `rowStarts.npy` (compressed sparse rows).
 * Prepared once, by our own readers, and kept in the cache.
 */
export async function prepareProblem(name, { smoke = false } = {}) {
  const folder = join(cacheFolder, "problems", smoke ? `${name}-smoke` : name);
  const recipe = JSON.stringify({ ...problems[name], version: RECIPE_VERSION });
  const found = await loadDescription(folder).catch(() => undefined);
  if (found?.recipe !== recipe) await writeProblem(folder, name, smoke, recipe);
  return folder;
}

/** To be raised when the same entry of `problems` comes to mean other data. */
const RECIPE_VERSION = 2;

async function writeProblem(folder, name, smoke, recipe) {
  const problem = problems[name];
  const { features, targets, nClasses } = problem.synthetic
    ? problem.synthetic({ smoke, nClasses: problem.nClasses })
    : await encoded(problem, smoke);
  const { kind, nRows, nColumns } = features;
  const arrays =
    kind === "dense"
      ? { data: [features.data, [nRows, nColumns]] }
      : {
          values: [features.values, [features.values.length]],
          columns: [features.columns, [features.columns.length]],
          rowStarts: [features.rowStarts, [nRows + 1]],
        };
  arrays.targets = [targets, [nRows]];
  for (const [array, [data, shape]] of Object.entries(arrays))
    await writeWhole(join(folder, `${array}.npy`), encodeNpy({ dtype: dtypeOf(data), shape, data }));
  const { title, l2, l1 = 0 } = problem;
  const scale = kind === "dense" ? features.scale : 1;
  const description = { name, title, kind, nRows, nColumns, nClasses, scale, l2, l1, recipe };
  await writeWhole(join(folder, "problem.json"), JSON.stringify(description, undefined, 2));
}

const dtypeOf = (data) => data.constructor.name.replace("Array", "").toLowerCase();

async function encoded({ source, scale, standardize = false, smokeRows }, smoke) {
  const dataset = await readDataset(await source());
  const label = dataset.label ?? labelColumn(dataset);
  const { targets, classes } = encodeLabels(dataset, label);
  const rows = Int32Array.from({ length: smoke ? smokeRows : dataset.nSamples }, (_, i) => i);
  const columns = dataset.columns.map((column) => column.name).filter((column) => column !== label);
  const encoders = fitEncoders(dataset, rows, { columns, standardize, scale });
  const { features } = encodeFeatures(encoders, dataset, "float64");
  return {
    features: takeRows(features, rows),
    targets: targets.subarray(0, rows.length),
    nClasses: classes.length,
  };
}

/** Our tables name it `class` or `letter`, or have it last. */
const labelColumn = ({ columns }) =>
  (columns.find(({ name }) => /^(class|label|target|letter)$/i.test(name)) ?? columns.at(-1)).name;

/** What `problem.json` says: name, title, kind, sizes, scale, l2, l1. */
export const loadDescription = async (folder) =>
  JSON.parse(await readFile(join(folder, "problem.json"), "utf8"));

/** A prepared problem in memory: `{name, title, kind, nRows, nColumns, nClasses, l2, l1, features, targets}`. */
export async function loadProblem(folder) {
  const description = await loadDescription(folder);
  const array = async (name) => decodeNpy(await readFile(join(folder, `${name}.npy`))).data;
  const { kind, nRows, nColumns, scale } = description;
  const features =
    kind === "dense"
      ? { kind, data: await array("data"), nRows, nColumns, scale }
      : {
          kind,
          values: await array("values"),
          columns: await array("columns"),
          rowStarts: await array("rowStarts"),
          nRows,
          nColumns,
        };
  return { ...description, features, targets: await array("targets") };
}

/** A prepared problem as a Dataset: one block of features and the label, as if it had just been read. */
export function asDataset({ name, nRows, features, targets }) {
  return {
    name,
    nSamples: nRows,
    label: "label",
    columns: [
      { kind: "block", name: "feature", features },
      { kind: "number", name: "label", values: Float64Array.from(targets) },
    ],
  };
}
