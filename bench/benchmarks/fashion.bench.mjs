/**
 * Softmax regression on Fashion-MNIST, l2 = 1e-4: seconds until the objective is within a relative 1e-2, 1e-4, 1e-6 of its
 * minimum, data in memory. Every solver is watched from outside by the same rule and stopped by it, not by its own
 * tolerance, which would favor whoever stops early.
 *
 * A reader may conclude how long this software and the others take to fit a medium image problem to a given
 * accuracy on this machine, through the interface their users call. Ours pays for encoding and for the copy into its own
 * memory; the others are given float32 or float64 arrays ready to use. It says nothing about other penalties: less of it
 * makes every solver slower, plain ones most. scikit-learn's newton-cholesky does not take part: building a Hessian of
 * 7,850² entries takes it about a minute a step.
 */

import { join } from "node:path";
import { duration, number } from "../harness/format.mjs";
import { sharedData } from "../harness/problems.mjs";
import { aheadGoal, race, secondsTo, watch } from "../harness/race.mjs";

export const title = "Fashion-MNIST to the minimum";

export async function* run(session) {
  const problem = await session.problem("fashion");
  const result = await race(session, {
    problem,
    level: "1e-6",
    contenders: imageContenders(session, problem, await session.optimum(problem), {
      until: 1e-6,
      patience: 95,
    }),
    plot: "fashion",
    budget: 75,
  });
  yield { table: result.table };
  yield { plot: result.plot };
  for (const node of ["newest", "oldest"])
    yield {
      goal: aheadGoal(result, node, {
        work: "Fashion-MNIST to 1e-6, against the best peer",
        goal: "≥ 20× (floor 12×)",
        atLeast: 20,
      }),
    };
  yield {
    table: await withReading(session, result, {
      source: join(sharedData, "fashion-mnist"),
      kind: "idx",
      level: "1e-6",
    }),
  };
  yield* breakdowns(session, problem);
}

/** Ours, and the solvers that can be watched on dense images. */
export function imageContenders(session, { name, folder }, optimum, { until, patience }) {
  const seconds = session.smoke ? 0.3 : patience;
  const args = watch(optimum, until, seconds);
  const ours = watch(optimum, 1e-8, session.smoke ? 0.3 : 60);
  const timeout = 3 * seconds + 60;
  const sklearn = (solver, dtype) =>
    session.python(
      `scikit-learn ${solver}, ${dtype}`,
      "sklearn",
      { ...args, solver, dtype },
      { folder, timeout },
    );
  return [
    ...session.ours("solve", { ...ours, options: {} }, { folder }),
    ...sklearn("newton-cg", "float32"),
    ...sklearn("lbfgs", "float32"),
    ...(name === "fashion" ? sklearn("lbfgs", "float64") : []),
    ...session.python(
      "scikit-learn saga, float32",
      "saga",
      { ...args, dtype: "float32", patience: seconds / 4 },
      { folder, timeout },
    ),
    ...session.python(
      "PyTorch LBFGS, float32",
      "torch",
      { ...args, patience: seconds * 0.6 },
      { folder, needs: "torch", timeout },
    ),
  ];
}

/** The same with the files' reading included: ours by `readDataset`, Python's by gzip and NumPy into float32. */
export async function withReading(session, { entrants }, { source, kind, level }) {
  const readers = [
    ...session.ours("read", { source }),
    ...session.python("NumPy", "read", { folder: source, kind }),
  ];
  const rows = [];
  for (const [one, samples] of await session.alternate(readers, { rounds: 3 })) {
    const read = Math.min(...samples);
    const solvers = entrants.filter(({ kind, node }) => kind === one.kind && node === one.node);
    const times = solvers.map(({ label, runs }) => ({ label, seconds: secondsTo(runs, level) }));
    const best = times
      .filter(({ seconds }) => seconds !== undefined)
      .sort((a, b) => a.seconds - b.seconds)[0];
    rows.push([
      best?.label ?? `${one.label}: nobody got to ${level}`,
      duration(read),
      duration(best?.seconds ?? Number.NaN),
      duration(read + (best?.seconds ?? Number.NaN)),
    ]);
  }
  return { caption: "With reading the files", columns: ["", "reading", `to ${level}`, "together"], rows };
}

/** Where the time of a whole `fit` goes, by Node. */
export async function* breakdowns(session, { folder, title }) {
  const options = { maxSteps: session.smoke ? 30 : 500 };
  for (const one of session.ours("breakdown", { options }, { folder })) {
    const found = await one.measure();
    yield { table: breakdownTable(`${title}: where the time of a whole fit goes, ${one.label}`, found) };
  }
}

function breakdownTable(caption, { marks, account, inKernels, status, steps, gap }) {
  const total = marks.end;
  const share = (seconds) => `${number((100 * seconds) / total)} %`;
  const kernels = Object.entries(account).sort(([, a], [, b]) => b.seconds - a.seconds);
  const rest = total - inKernels;
  return {
    caption: `${caption} (${status} after ${steps} steps, within ${gap?.toExponential(1) ?? "–"} of the minimum)`,
    columns: ["", "calls", "time", "share"],
    rows: [
      ...kernels.map(([name, { calls, seconds }]) => [name, calls, duration(seconds), share(seconds)]),
      ["everything else: encoding, fingerprint, solver's arithmetic", "", duration(rest), share(rest)],
      ["**together**", "", duration(total), "100 %"],
      ["of it before the first step", "", duration(marks.start), share(marks.start)],
      [
        "of it after the last step: certificate, metrics",
        "",
        duration(total - marks.lastStep),
        share(total - marks.lastStep),
      ],
    ],
  };
}
