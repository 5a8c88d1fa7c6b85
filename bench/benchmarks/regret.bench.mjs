/**
 * How good a choice `solver: "auto"` makes: on generated problems that no constant was chosen by, its time to a relative
 * 1e-6 of the lowest objective (of that of equal probabilities where the lowest is 0), divided by that of the best fixed solver for that very problem (plain L-BFGS, L-BFGS
 * preconditioned by a diagonal, by one Gram matrix, by a block for each class, Newton with conjugate gradients), which
 * nobody knows beforehand; and divided by that of plain L-BFGS. Float64, from the first step on, the better of two runs.
 *
 * A reader may conclude how much is lost by leaving the choice to the software, at most and typically. One fixed solver
 * is the best everywhere only if its column says so. Times below a few milliseconds say little.
 */
import { duration, number } from "../harness/format.mjs";
import { generatedProblems } from "../harness/generated.mjs";
import { quantile } from "../harness/samples.mjs";

export const title = "The regret of auto";

export async function* run(session) {
  const problems = generatedProblems.heldOut;
  const first = session.smoke ? problems.length - 6 : 0;
  const wanted = session.smoke ? problems.slice(first, first + 1) : problems;
  const args = {
    set: "heldOut",
    index: first,
    rounds: session.smoke ? 1 : 2,
    patience: session.smoke ? 0.3 : 1,
  };
  const [one] = session.ours("regret", args).filter(({ node }) => node === "newest");
  const found = [];
  for (const { title } of wanted) {
    session.log(title);
    found.push({ title, ...(await one.measure()) });
  }
  const rows = found.map(judged);
  yield { table: summary(rows) };
  yield { table: byProblem(rows) };
  const late = rows.filter(({ auto, plain, setUp }) => auto > 1.1 * plain + setUp);
  yield {
    goal: {
      work: `auto on ${rows.length} generated problems, against plain L-BFGS`,
      goal: "never slower by more than the set-up",
      node: "newest",
      text: late.length === 0 ? "never" : `${late.length} times`,
      met: late.length === 0,
    },
  };
}

function judged({ title, seconds, about, setUp }) {
  const times = new Map(seconds);
  const time = (name) => times.get(name) ?? Number.POSITIVE_INFINITY;
  const others = seconds.filter(([name]) => name !== "auto").sort(([, a], [, b]) => a - b);
  const [best = ["none", Number.POSITIVE_INFINITY]] = others;
  return { title, times, about, setUp, auto: time("auto"), plain: time("plain L-BFGS"), best };
}

const solvers = ["plain L-BFGS", "diagonal", "one Gram", "blocks", "newton"];

function summary(rows) {
  const line = (what, ratios) => [
    what,
    ...[0.5, 0.9, 1].map((q) => number(quantile(ratios, q))),
    ratios.filter((ratio) => ratio <= 1.1).length,
    ratios.filter((ratio) => ratio === Number.POSITIVE_INFINITY).length,
  ];
  const best = ({ best, auto }) => Math.min(best[1], auto);
  return {
    caption: `Time over that of the best, ${rows.length} problems`,
    columns: ["", "median", "nine of ten", "worst", "within 10 %", "not reached"],
    rows: [
      line(
        "auto",
        rows.map((row) => row.auto / best(row)),
      ),
      ...solvers.map((name) =>
        line(
          name,
          rows.map((row) => (row.times.get(name) ?? Number.POSITIVE_INFINITY) / best(row)),
        ),
      ),
    ],
  };
}

function byProblem(rows) {
  return {
    caption: "Problem by problem",
    columns: ["problem", "auto chose", "auto", ...solvers, "over the best", "over plain L-BFGS"],
    rows: rows.map(({ title, about, times, auto, plain, best }) => [
      title,
      about,
      ...["auto", ...solvers].map((name) => (times.has(name) ? duration(times.get(name)) : "–")),
      best[1] === Number.POSITIVE_INFINITY ? "–" : number(auto / best[1]),
      plain === Number.POSITIVE_INFINITY ? "–" : number(auto / plain),
    ]),
  };
}
