/**
 * Softmax regression on letter, standardized, l2 = 1e-4: 20,000 rows of 16 measurements, 26 classes. Few parameters, so that
 * even a Newton method with the whole Hessian, scikit-learn's newton-cholesky, and glmnet's coordinate descent are at home.
 *
 * A reader may conclude how solvers compare on an everyday table where a pass over the data costs next to nothing and the
 * number of passes, or their overhead, decides. Data in memory, float64 throughout; glmnet needs a path of penalties to
 * get there, which is part of its time.
 */
import { glmnet } from "../harness/glmnet.mjs";
import { race, watch } from "../harness/race.mjs";

export const title = "letter to the minimum";

export async function* run(session) {
  const problem = await session.problem("letter");
  const { folder } = problem;
  const args = watch(await session.optimum(problem), 1e-6, session.smoke ? 0.3 : 20);
  const options = { folder, timeout: 180 };
  const sklearn = (solver) =>
    session.python(`scikit-learn ${solver}`, "sklearn", { ...args, solver, dtype: "float64" }, options);
  const contenders = [
    ...session.ours("solve", { ...args, until: 1e-10, options: { precision: "float64" } }, { folder }),
    ...["lbfgs", "newton-cg", "newton-cholesky"].flatMap(sklearn),
    ...session.python("scikit-learn saga", "saga", { ...args, dtype: "float64" }, options),
    ...session.python("PyTorch LBFGS, float32", "torch", args, { ...options, needs: "torch" }),
    ...glmnet(session, problem, args),
  ];
  const result = await race(session, { problem, level: "1e-6", contenders, plot: "letter", budget: 15 });
  yield { table: result.table };
  yield { plot: result.plot };
}
