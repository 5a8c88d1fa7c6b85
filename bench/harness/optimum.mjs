import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../tools/process.mjs";
import { decodeNpy, fit } from "../softmax.mjs";
import { asDataset, loadProblem } from "./problems.mjs";

export const optimaFolder = fileURLToPath(new URL("../optima", import.meta.url));

/**
 * F* of a problem: from `optima/`, solved once by `peers/python/optimum.py` and cross-checked (`optima.mjs`).
 *
 * @throws Error where the data are not those that the stored optimum belongs to
 */
export async function optimumOf({ folder }) {
  const name = basename(folder);
  const stored = JSON.parse(await readFile(join(optimaFolder, `${name}.json`), "utf8"));
  const found = await dataHash(folder);
  if (stored.data !== found)
    throw new Error(
      `${name}: the optimum belongs to data ${stored.data}, these are ${found}; run bench/optima.mjs ${name}`,
    );
  return stored.objective;
}

/** Newton's method in NumPy: shares nothing with what is measured. */
export async function solveIndependently(folder, { program, folder: scripts }) {
  const { code, stdout, output } = await run(program, [join(scripts, "optimum.py"), folder]);
  if (code !== 0) throw new Error(`optimum.py failed: ${output}`);
  return JSON.parse(stdout);
}

/** Our own float64 fit, with its certificate: the minimum lies between objective − gap and objective. */
export async function solveHere(folder) {
  const problem = await loadProblem(folder);
  const options = {
    standardize: false,
    l2: problem.l2,
    l1: problem.l1,
    precision: "float64",
    tolerance: 1e-11,
  };
  const { objective, certificate, gradientNorm } = await fit(asDataset(problem), options);
  return { objective: objective.value, gap: certificate.gap, gradientNorm };
}

/**
 * sha256 of a problem's arrays, the first 16 digits. In single precision, so that a sum taken in another order does
 * not make other data of standardized features.
 */
export async function dataHash(folder) {
  const hash = createHash("sha256");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".npy")).sort();
  for (const name of names) {
    const { data } = decodeNpy(await readFile(join(folder, name)));
    const { buffer, byteOffset, byteLength } = data instanceof Float64Array ? Float32Array.from(data) : data;
    hash.update(name).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex").slice(0, 16);
}
