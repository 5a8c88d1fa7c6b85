/**
 * Small data as whole processes: start, read the file, standardize, fit, end. Ours is the command line, `softmax train`, which
 * also writes the model and proves how good it is; the other is `python3 -c` with NumPy and scikit-learn's
 * LogisticRegression at its defaults (lbfgs), which stops at its own tolerance.
 *
 * A reader may conclude how long one waits for such a result at a prompt. At this size most of it is starting up, for
 * both; the last column says how exact each answer is.
 */
import { join } from "node:path";
import { CLI } from "../../tools/build.mjs";
import { run as runProcess } from "../../tools/process.mjs";
import { durations, ratios, tiny } from "../harness/format.mjs";
import { problems } from "../harness/problems.mjs";
import { median } from "../harness/samples.mjs";
import { nodeName } from "../harness/session.mjs";

export const title = "Small data, whole process";

/** How each side reads the file; Python's `X` and `y` come from `load`. */
const cases = {
  letter: {
    flags: ["--label", "Letter", "--standardize"],
    load: `t=np.loadtxt(path,delimiter=",",skiprows=1,dtype=str); X=t[:,1:].astype(float); y=t[:,0]`,
    standardize: true,
  },
  digits: {
    flags: ["--label", "last", "--scale", "1/16", "--no-standardize"],
    load: `t=np.loadtxt(path,delimiter=","); X=t[:,:-1]/16; y=t[:,-1]`,
  },
  wine: {
    flags: ["--standardize"],
    load: `t=np.loadtxt(path,delimiter=",",skiprows=1); X=t[:,:-1]; y=t[:,-1]`,
    standardize: true,
  },
};

export async function* run(session) {
  const rows = [];
  for (const name of ["letter", "digits", "wine"]) {
    const source = await problems[name].source();
    const optimum = session.smoke ? Number.NaN : await session.optimum(await session.problem(name));
    const contenders = contendersOf(session, name, source);
    const results = await session.alternate(contenders, { rounds: 5, budget: 60 });
    const python = [...results].find(([{ kind }]) => kind === "peer")?.[1].map(({ seconds }) => seconds);
    for (const [one, runs] of results) {
      const samples = runs.map(({ seconds }) => seconds);
      const exact = runs[0].objective / optimum - 1;
      rows.push([
        problems[name].title,
        one.label,
        durations(samples),
        python ? ratios(python, samples) : "",
        tiny(Math.max(exact, 0)),
      ]);
      if (one.kind === "ours") yield { goal: goalOf(name, one.node, python, samples) };
    }
  }
  yield {
    table: {
      caption: "Whole process",
      columns: ["data", "", "time", "faster than Python", "suboptimality"],
      rows,
    },
  };
}

const goalOf = (name, node, python, samples) => ({
  work: `${name}, whole process, against python3 -c "…LogisticRegression().fit"`,
  goal: "faster",
  node,
  text: python ? ratios(python, samples) : "scikit-learn is not here",
  met: python !== undefined && median(python) > median(samples),
});

function contendersOf(session, name, source) {
  const { l2 } = problems[name];
  const { flags, load, standardize } = cases[name];
  const process = (label, kind, node, program, argsOf) => ({
    label,
    kind,
    node,
    async measure() {
      const start = performance.now();
      const { code, stdout, output } = await runProcess(program, argsOf());
      const seconds = (performance.now() - start) / 1000;
      if (code !== 0) throw new Error(output.trim().split("\n").at(-1));
      const found = JSON.parse(stdout);
      return { seconds, objective: found.objective.value ?? found.objective };
    },
  });
  const ours = Object.entries(session.peers.nodes).map(([node, program]) => {
    const args = [CLI, "train", source, "--l2", String(l2), ...flags, "--json", "--quiet"];
    let run = 0;
    const argsOf = () => [...args, "--out", join(session.scratch, `${name}-${node}-${++run}`)];
    return process(`softmax train, ${nodeName(node)}`, "ours", node, program, argsOf);
  });
  const { python } = session.peers;
  if (python.missing) return [...ours, ...session.absent("scikit-learn", python.missing)];
  return [
    ...ours,
    process("python3 -c, scikit-learn", "peer", undefined, python.program, () => [
      "-c",
      script(source, load, standardize, l2),
    ]),
  ];
}

/** The one-liner, and the objective that it ends at. */
const script = (source, load, standardize, l2) => `
import numpy as np, json, warnings
from sklearn.linear_model import LogisticRegression
warnings.filterwarnings("ignore")
path=${JSON.stringify(source)}
${load}
${standardize ? "s=X.std(axis=0); X=(X-X.mean(axis=0))/np.where(s>0,s,1)" : ""}
m=LogisticRegression(C=1/(${l2}*len(X))).fit(X,y)
p=m.predict_proba(X)[np.arange(len(y)),np.searchsorted(m.classes_,y)]
print(json.dumps({"objective":float(-np.log(p).mean()+${l2}/2*(m.coef_**2).sum())}))`;
