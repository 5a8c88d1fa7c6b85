/**
 * Training gets data that are spoiled as real data are: features that are constant, copied, infinite, or of sizes from 1e-30
 * to 1e30; one row, one class, as many classes as rows, more features than rows, classes that a line separates, weights of
 * zero; and options that do not suit them. Every run has to end in a right answer, by a reference solver where the problem
 * is one it can solve, or in one sentence about the data or the options; a run that does not converge has to say what to do.
 * An error of another kind, weights that are not finite, or more than half a minute are failures.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundlePrograms } from "../../tools/bundle.mjs";
import { randomOf } from "../harness/random.mjs";
import { sumCounts } from "../harness/record.mjs";

export const title = "Hostile numbers";
export const promise = 3;
export const short = 400;

const LONGEST = 30_000;

export async function attack({ seed, input, goOn, scratch }) {
  const { entry } = await bundlePrograms(join(scratch, "numbers"), { entry: "torture/numbers/entry.ts" });
  const { hostileProblem, verdictOf } = await import(pathToFileURL(entry));
  let counts = {};
  const failures = [];
  for (let k = input ?? 0; input === undefined ? goOn(k) : k === input; k++) {
    const problem = hostileProblem(randomOf(seed, k));
    const start = performance.now();
    const { ending, compared, problem: wrong } = await verdictOf(problem);
    const milliseconds = Math.round(performance.now() - start);
    const late = milliseconds > LONGEST ? `took ${milliseconds} ms` : undefined;
    if (wrong ?? late) failures.push(`problem ${k} of seed ${seed}, ${described(problem)}: ${wrong ?? late}`);
    counts = sumCounts(counts, {
      problems: 1,
      [ending]: 1,
      "compared with the reference": Number(compared),
      "most milliseconds for a problem": milliseconds,
      ...Object.fromEntries(problem.hostilities.map((name) => [`of ${name}`, 1])),
    });
  }
  return { counts, failures };
}

const described = ({ hostilities, options, records }) =>
  `${hostilities.join(" + ")}, ${records.length} rows, ${JSON.stringify(options)}`;
