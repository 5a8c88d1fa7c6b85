/**
 * Elastic nets: softmax regression with l1 beside l2, which sets weights to zero, to a relative suboptimality of 1e-4 and
 * 1e-6. letter (20,000 × 16, 26 classes) and digits (1,797 × 64, 10 classes) keep most or half of their weights; of the
 * million weights of sparse text (20,000 documents over 50,000 words, 20 classes) fewer than two thousand are left.
 *
 * A reader may conclude how long a model of few weights takes to compute, for one given strength of the penalty. Not how
 * long a whole path of strengths takes: glmnet, whose way to one strength leads over greater ones, gives those too. Neither
 * glmnet nor saga can be watched: their times are those of the cheapest whole run that gets there, found by trying, which
 * favors them; ours starts from zero, on data in memory, at its defaults.
 */
import { glmnet } from "../harness/glmnet.mjs";
import { race, watch } from "../harness/race.mjs";

export const title = "Elastic nets to the minimum";

/** Seconds that a contender may take. */
const patienceOf = { digitsSparse: 3, letterSparse: 8, textSparse: 20 };

export async function* run(session) {
  for (const [name, patience] of Object.entries(patienceOf)) {
    const problem = await session.problem(name);
    const optimum = await session.optimum(problem);
    const contenders = contendersOf(session, problem, optimum, session.smoke ? 0.3 : patience);
    const result = await race(session, {
      problem,
      level: "1e-6",
      contenders,
      plot: `elasticnet-${name}`,
      budget: patience,
    });
    yield { table: result.table };
    yield { plot: result.plot };
  }
}

function contendersOf(session, { folder, kind }, optimum, patience) {
  const args = watch(optimum, 1e-6, patience);
  const options = { folder, timeout: 3 * patience + 60 };
  const saga = (dtype) => session.python(`scikit-learn saga, ${dtype}`, "saga", { ...args, dtype }, options);
  return [
    ...session.ours("solve", { ...args, until: 1e-8, options: {} }, { folder }),
    ...saga("float32"),
    ...(kind === "dense" ? saga("float64") : []),
    ...glmnet(session, { folder }, args),
  ];
}
