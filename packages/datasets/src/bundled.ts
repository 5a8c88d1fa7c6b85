import { decodeBase64, denseFeatures } from "@softmax/tensor-core";
import { parseCsv } from "./csv.js";
import { DataError, type Dataset } from "./dataset.js";
import { blobs, colorMatching, type GeneratorOptions, moons, rings, spirals, xor } from "./generators.js";
import { gunzip } from "./gunzip.js";
import { suggestion } from "./nearest.js";

/** What there is to say about a table before it is loaded. */
export interface DatasetInfo {
  readonly name: string;
  /** `bundled` tables are real measurements; `generated` ones are drawn at random, by a seed. */
  readonly kind: "bundled" | "generated";
  /** For generated ones, the default. */
  readonly nSamples: number;
  /** Columns, or pixels, beside the label. */
  readonly nFeatures: number;
  readonly nClasses: number;
  readonly description: string;
  /** Where the data come from; empty for generated ones. */
  readonly source: string;
  readonly license: string;
}

interface Entry extends Omit<DatasetInfo, "name"> {
  load(name: string, options: GeneratorOptions): Promise<Dataset>;
}

const table = (label: string, text: () => Promise<{ base64: string }>): Entry["load"] => {
  return async (name) => ({ ...parseCsv(await unpack(await text()), { name, header: true }), label });
};

const generated = (make: (options: GeneratorOptions) => Dataset): Entry["load"] => {
  return async (_name, options) => make(options);
};

const drawn = { kind: "generated", source: "", license: "MIT" } as const;

const ENTRIES: Readonly<Record<string, Entry>> = {
  iris: {
    kind: "bundled",
    nSamples: 150,
    nFeatures: 4,
    nClasses: 3,
    description: "Three species of iris by the lengths of sepals and petals, in cm",
    source:
      "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7, 1936",
    license: "CC BY 4.0",
    load: table("species", () => import("./generated/iris.js")),
  },
  wine: {
    kind: "bundled",
    nSamples: 178,
    nFeatures: 13,
    nClasses: 3,
    description: "Wines of three cultivars by thirteen chemical measurements",
    source: "S. Aeberhard and M. Forina, Wine, UCI Machine Learning Repository, 1992",
    license: "CC BY 4.0",
    load: table("class", () => import("./generated/wine.js")),
  },
  penguins: {
    kind: "bundled",
    nSamples: 344,
    nFeatures: 7,
    nClasses: 3,
    description: "Three species of penguin by island, bill, flipper, mass and sex; some values are missing",
    source: "K. B. Gorman et al., PLoS ONE 9(3), 2014; A. M. Horst et al., palmerpenguins, 2020",
    license: "CC0 1.0",
    load: table("species", () => import("./generated/penguins.js")),
  },
  digits: {
    kind: "bundled",
    nSamples: 1797,
    nFeatures: 64,
    nClasses: 10,
    description: "Handwritten digits, images of 8×8 pixels from 0 to 16",
    source: "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998",
    license: "CC BY 4.0",
    load: async (name) => digits(name, await unpack(await import("./generated/digits.js"))),
  },
  blobs: {
    ...drawn,
    nSamples: 300,
    nFeatures: 2,
    nClasses: 3,
    description: "Round clouds of points, one a class",
    load: generated(blobs),
  },
  rings: {
    ...drawn,
    nSamples: 300,
    nFeatures: 2,
    nClasses: 2,
    description: "A ring around another: no line divides them",
    load: generated(rings),
  },
  moons: {
    ...drawn,
    nSamples: 300,
    nFeatures: 2,
    nClasses: 2,
    description: "Two half circles that reach into each other",
    load: generated(moons),
  },
  spirals: {
    ...drawn,
    nSamples: 300,
    nFeatures: 2,
    nClasses: 3,
    description: "Arms of a spiral, one a class",
    load: generated(spirals),
  },
  xor: {
    ...drawn,
    nSamples: 300,
    nFeatures: 2,
    nClasses: 2,
    description: "Four quadrants, opposite ones of the same class: chance is the best a line can do",
    load: generated(xor),
  },
  "color-matching": {
    ...drawn,
    nSamples: 300,
    nFeatures: 3,
    nClasses: 6,
    description: "Pure spectral lights as the eye's three kinds of cone respond to them; six color names",
    load: generated(colorMatching),
  },
};

/** Every bundled and generated table, in the order of the documentation. */
export const listDatasets = (): DatasetInfo[] =>
  Object.entries(ENTRIES).map(([name, { load: _, ...info }]) => ({ name, ...info }));

/** Whether `loadDataset` knows the name. */
export const isDatasetName = (name: string): boolean => Object.hasOwn(ENTRIES, name);

/**
 * Loads a bundled table, or draws a generated one; the data of a bundled one are imported only now.
 *
 * @param options how many samples a generated table has, and its seed (default 0); no matter for a bundled one
 * @throws DataError for an unknown name
 * @example
 * const iris = await loadDataset("iris");
 * iris.nSamples; // 150
 */
export async function loadDataset(name: string, options: GeneratorOptions = {}): Promise<Dataset> {
  if (!isDatasetName(name))
    throw new DataError(`no dataset is called "${name}"${suggestion(name, Object.keys(ENTRIES))}`);
  return ENTRIES[name].load(name, options);
}

const unpack = ({ base64 }: { base64: string }): Promise<Uint8Array> =>
  gunzip({ name: "bundled data", bytes: decodeBase64(base64) });

const PIXELS = 64;

/** Rows of 64 pixels and a label, a byte each. */
function digits(name: string, bytes: Uint8Array): Dataset {
  const nSamples = bytes.length / (PIXELS + 1);
  const pixels = new Uint8Array(nSamples * PIXELS);
  const labels = new Float64Array(nSamples);
  for (let i = 0; i < nSamples; i++) {
    const row = bytes.subarray(i * (PIXELS + 1), (i + 1) * (PIXELS + 1));
    pixels.set(row.subarray(0, PIXELS), i * PIXELS);
    labels[i] = row[PIXELS];
  }
  return {
    name,
    nSamples,
    label: "label",
    columns: [
      {
        kind: "block",
        name: "pixel",
        features: denseFeatures(pixels, nSamples, PIXELS),
        image: { height: 8, width: 8, channels: 1, order: "planar" },
      },
      { kind: "number", name: "label", values: labels },
    ],
  };
}
