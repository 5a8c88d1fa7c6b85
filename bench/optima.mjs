/**
 * Solves problems to the last digit and writes `optima/<name>.json`: node bench/optima.mjs [--check] [name …], where
 * `fashion-smoke` is what `--smoke` takes of `fashion`.
 *
 * The minimum is that of `peers/python/optimum.py` (Newton's method in NumPy, float64, no entry of the gradient
 * above 1e-13). It is checked against this repository's own float64 fit, whose duality gap bounds the minimum from
 * below: objective − gap ≤ F* ≤ objective. CIFAR-10 takes half an hour.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "./harness/cache.mjs";
import { dataHash, optimaFolder, solveHere, solveIndependently } from "./harness/optimum.mjs";
import { findPeers } from "./harness/peers.mjs";
import { loadDescription, prepareProblem, problems } from "./harness/problems.mjs";

const checkOnly = process.argv.includes("--check");
const names = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const { python } = await findPeers();

const raced = ["fashion", "cifar", "text", "text2", "letter", "letterSparse", "digitsSparse", "textSparse"];
const everyName = [...Object.keys(problems), ...raced.map((name) => `${name}-smoke`)];

for (const name of names.length ? names : everyName) {
  const path = join(optimaFolder, `${name}.json`);
  const folder = await prepareProblem(name.replace("-smoke", ""), { smoke: name.endsWith("-smoke") });
  const { title, nRows, nColumns, nClasses, l2, l1 } = await loadDescription(folder);
  console.error(`${title} …`);
  const solved = checkOnly
    ? JSON.parse(await readFile(path, "utf8"))
    : await solveIndependently(folder, python);
  const own = await solveHere(folder);
  const [low, high] = [own.objective - own.gap, own.objective];
  const allowed = 1e-13 * Math.abs(high);
  if (!(solved.objective >= low - allowed && solved.objective <= high + allowed))
    throw new Error(`${name}: ${solved.objective} is not between ${low} and ${high}`);
  const record = {
    problem: `${title}, ${nRows} × ${nColumns}, ${nClasses} classes`,
    l2,
    ...(l1 > 0 && { l1 }),
    data: await dataHash(folder),
    objective: solved.objective,
    gradientNorm: solved.gradientNorm,
    method: `Newton-CG${l1 > 0 ? " on the orthant of the weights" : ""} in NumPy, float64: bench/peers/python/optimum.py`,
    check: { method: "own float64 fit and its duality gap", objective: own.objective, gap: own.gap },
  };
  await writeWhole(path, `${JSON.stringify(record, undefined, 2)}\n`);
  console.log(`${name}: ${solved.objective}, own fit within ${own.gap.toExponential(1)}`);
}
