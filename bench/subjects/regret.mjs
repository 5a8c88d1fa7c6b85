import { generatedProblems } from "../harness/generated.mjs";
import { asDataset } from "../harness/problems.mjs";
import { defaultKernels, train } from "../softmax.mjs";
import { timedKernels } from "./timedKernels.mjs";

const fixed = {
  "plain L-BFGS": { solver: "lbfgs", preconditioner: "none" },
  diagonal: { solver: "lbfgs", preconditioner: "diagonal" },
  "one Gram": { solver: "lbfgs", preconditioner: "gram" },
  blocks: { solver: "lbfgs", preconditioner: "blocks" },
  newton: { solver: "newton" },
};

/** Features that a matrix of them is built for here: more would not be the best choice at these sizes. */
const WIDEST_MATRIX = 2000;

/** A solver that takes this many times as long as another takes to its end is not waited for. */
const TOO_SLOW = 10;

/**
 * Seconds of `auto` and of every fixed solver on a generated problem, from the first step until the objective is
 * within 1e-6 of the lowest that any of them finds in the first round, relative to `scaleOf`: the least of `rounds` turns; those
 * that do not get there are left out. And what `auto` chose, and the seconds it spent in kernels on other work than
 * passes over all data.
 */
export async function regret({ set, index, rounds, patience }) {
  const problem = generatedProblems[set][index].make();
  const wide = problem.features.nColumns > WIDEST_MATRIX;
  const contenders = Object.entries({ auto: {}, ...fixed }).filter(
    ([, { preconditioner }]) => !wide || !["gram", "blocks"].includes(preconditioner),
  );
  const first = await firstRound(problem, contenders, patience);
  const lowest = Math.min(...first.values().flatMap(({ points }) => points.map(({ value }) => value)));
  const target = lowest + 1e-6 * scaleOf(lowest, problem.nClasses);
  const runs = new Map(contenders.map(([name]) => [name, [first.get(name)]]));
  for (let round = 1; round < rounds; round++)
    for (const [name, options] of contenders.toReversed())
      if (secondsTo(first.get(name), target) < Infinity)
        runs.get(name).push(await watchedRun(problem, options, { patience, target }));

  const bestOf = (turns) => turns.toSorted((a, b) => secondsTo(a, target) - secondsTo(b, target))[0];
  const seconds = [...runs].map(([name, turns]) => [name, secondsTo(bestOf(turns), target)]);
  const { about, setUp } = bestOf(runs.get("auto"));
  return {
    seconds: seconds.filter(([, value]) => value < Infinity),
    about,
    setUp,
    again: { index: index + 1 },
  };
}

/** The lowest objective itself, or that of equal probabilities where the lowest may be on its way to 0, its infimum. */
function scaleOf(lowest, nClasses) {
  const atZero = Math.log(nClasses);
  return lowest > 1e-3 * atZero ? lowest : atZero;
}

/** Everybody once, to the end. */
async function firstRound(problem, contenders, patience) {
  const runs = new Map();
  let most = patience;
  for (const [name, options] of contenders) {
    const run = await watchedRun(problem, options, { patience: most, target: 0 });
    if (run.ended) most = Math.min(most, 0.1 + TOO_SLOW * run.points.at(-1).seconds);
    runs.set(name, run);
  }
  return runs;
}

async function watchedRun(problem, options, { patience, target }) {
  const { account, kernels } = timedKernels(defaultKernels());
  const points = [];
  let begun = Infinity;
  let about;
  let ended = false;
  const asked = { standardize: false, l2: problem.l2, precision: "float64", tolerance: 1e-8, ...options };
  const dataset = asDataset({ ...problem, name: "generated", nRows: problem.features.nRows });
  for await (const event of train(dataset, asked, { kernels })) {
    const now = performance.now() / 1000;
    if (event.type === "start") {
      begun = now;
      about = aboutOf(event.config);
    }
    if (event.type === "step") points.push({ seconds: now - begun, value: event.objective });
    ended = event.type === "end";
    if (ended || now - begun > patience || event.objective <= target) break;
  }
  return { ended, points, about, setUp: setUpOf(account) };
}

const aboutOf = ({ solver, preconditioner }) => (preconditioner ? `${solver}, ${preconditioner}` : solver);

const secondsTo = ({ points }, target) => points.find(({ value }) => value <= target)?.seconds ?? Infinity;

/** Seconds in kernels other than those of a step. */
function setUpOf(account) {
  const ofSteps = /^(crossEntropy|crossEntropyHvp) \(float64\)$|^cholesky solve$|^linear$/;
  return [...account].reduce((sum, [name, { seconds }]) => (ofSteps.test(name) ? sum : sum + seconds), 0);
}
