/**
 * Softmax regression on CIFAR-10, l2 = 1e-4: the same race as Fashion-MNIST's on a problem that is worse conditioned,
 * neighboring pixels being almost equal. Plain solvers would need an hour to 1e-6, so the others stop at 1e-2.
 *
 * A reader may conclude what preconditioning is worth where plain quasi-Newton methods crawl. A factor marked ">" is a lower
 * bound: no peer had got there when its patience ended. scikit-learn's newton-cholesky does not take part, its Hessian
 * would need 7.6 GB.
 */

import { cifarFolder } from "../harness/cifar.mjs";
import { duration } from "../harness/format.mjs";
import { sharedData } from "../harness/problems.mjs";
import { aheadGoal, race } from "../harness/race.mjs";
import { breakdowns, imageContenders, withReading } from "./fashion.bench.mjs";

export const title = "CIFAR-10 to the minimum";

export async function* run(session) {
  const problem = await session.problem("cifar");
  const result = await race(session, {
    problem,
    level: "1e-2",
    contenders: imageContenders(session, problem, await session.optimum(problem), {
      until: 1e-2,
      patience: 100,
    }),
    plot: "cifar",
    rounds: 3,
    budget: 60,
  });
  yield { table: result.table };
  yield { plot: result.plot };
  for (const node of ["newest", "oldest"]) {
    yield {
      goal: aheadGoal(result, node, {
        work: "CIFAR-10 to 1e-2, against the best peer",
        goal: "≥ 50×",
        atLeast: 50,
      }),
    };
    yield { goal: farther(result, node) };
  }
  const source = await cifarFolder(sharedData);
  yield { table: await withReading(session, result, { source, kind: "cifar", level: "1e-2" }) };
  yield* breakdowns(session, problem);
}

function farther(result, node) {
  const found = result.ahead(node, "1e-2");
  const ours = result.secondsTo(node, "1e-6");
  const bound = found?.best.seconds;
  return {
    work: "CIFAR-10: ours to 1e-6, against the best peer's time to 1e-2",
    goal: "not above",
    node,
    text:
      ours === undefined
        ? "not reached"
        : `${duration(ours)} against ${found?.bound ? "> " : ""}${duration(bound)}`,
    met: ours <= bound,
  };
}
