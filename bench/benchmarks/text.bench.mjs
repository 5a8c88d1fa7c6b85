/**
 * Softmax regression on sparse text, l2 = 1e-4: 20,000 synthetic documents over 50,000 words, 20 classes, to a relative
 * suboptimality of 1e-6; and the same documents in two classes, which brings in LIBLINEAR. Words by Zipf's law, tf-idf,
 * rows of length 1: well-conditioned, as such text is.
 *
 * A reader may conclude how fast sparse problems of this shape are fitted, where plain solvers do well and a pass is
 * bound by memory rather than arithmetic. saga, LIBLINEAR and glmnet cannot be watched: their times are those of the
 * cheapest whole run that gets there, found by trying, which favors them.
 */

import { glmnet } from "../harness/glmnet.mjs";
import { aheadGoal, race, watch } from "../harness/race.mjs";
import { breakdowns } from "./fashion.bench.mjs";

export const title = "Sparse text to the minimum";

export async function* run(session) {
  for (const name of session.smoke ? ["text2"] : ["text", "text2"]) {
    const problem = await session.problem(name);
    const contenders = contendersOf(session, problem, await session.optimum(problem));
    const result = await race(session, { problem, level: "1e-6", contenders, plot: name, budget: 25 });
    yield { table: result.table };
    yield { plot: result.plot };
    if (name === "text2") continue;
    const work = "sparse text to 1e-6, against the best peer";
    for (const node of ["newest", "oldest"])
      yield { goal: aheadGoal(result, node, { work, goal: "≥ 15×", atLeast: 15 }) };
    yield* breakdowns(session, problem);
  }
}

function contendersOf(session, { folder, nClasses }, optimum) {
  const patience = session.smoke ? 0.3 : 40;
  const args = watch(optimum, 1e-6, patience);
  const options = { folder, timeout: 3 * patience + 60 };
  const python = (label, call, more, needs) =>
    session.python(label, call, { ...args, ...more }, { ...options, needs });
  const sklearn = (solver) =>
    python(`scikit-learn ${solver}, float64`, "sklearn", { solver, dtype: "float64" });
  return [
    ...session.ours("solve", { ...args, until: 1e-8, options: {} }, { folder }),
    ...python("scikit-learn saga, float32", "saga", { dtype: "float32" }),
    ...python("scikit-learn saga, float64", "saga", { dtype: "float64" }),
    ...python("scikit-learn newton-cg, float32", "sklearn", { solver: "newton-cg", dtype: "float32" }),
    ...sklearn("newton-cg"),
    ...sklearn("lbfgs"),
    ...python("PyTorch LBFGS, float32", "torch", {}, "torch"),
    ...(nClasses === 2
      ? [...python("LIBLINEAR -s 0", "liblinear", {}), ...glmnet(session, { folder }, args)]
      : []),
  ];
}
