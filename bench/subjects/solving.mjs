import { existsSync, readFileSync } from "node:fs";
import { asDataset } from "../harness/problems.mjs";
import { crossEntropyLoss, defaultKernels, fit, linearObjective, readDataset, train } from "../softmax.mjs";
import { timedKernels } from "./timedKernels.mjs";
import { createTrace } from "./trace.mjs";

/** F in float64, of flat parameters. */
export function trueObjective({ features, targets, nClasses, l2, l1 }) {
  const kernel = defaultKernels().linear(features, "float64");
  const objective = linearObjective({ kernel, targets, nClasses, loss: crossEntropyLoss(), l2, l1 });
  return (params) => objective.loss(params) + objective.penalty(params);
}

/** What every run asks for: the data as they are, the problem's penalty, and nothing else unless told. */
const runOptions = ({ l2, l1 }, options) => ({ standardize: false, l2, l1, tolerance: 0, ...options });

/**
 * `train` on a dataset in memory, watched. The clock starts at the call, so that encoding, fingerprint and the copy
 * into the kernels' memory count.
 */
export async function solve(problem, { optimum, until, patience, options, kernels: kernelOptions }) {
  const dataset = asDataset(problem);
  const objective = trueObjective(problem);
  const kernels = defaultKernels(kernelOptions);
  const trace = createTrace(objective, { optimum, until, patience });
  const about = { steps: 0, kernels: kernels.name, threads: kernels.threads };
  for await (const event of train(dataset, runOptions(problem, options), { kernels })) {
    if (event.type === "start") Object.assign(about, { reason: event.reason, solver: event.config.solver });
    if (event.type === "end") break;
    about.steps = event.step ?? about.steps;
    if (event.type !== "step") continue;
    const { objective: value, gradientNorm, state } = event;
    if (trace.record(value, state.solver.params, Number.isNaN(gradientNorm))) break;
  }
  return { ...trace.summary(), ...about };
}

/**
 * Where the time of a whole `fit` goes, to its default tolerance: seconds and calls of every kernel, what lies before
 * the first step and after the last one, and the rest, which is the solver's own arithmetic.
 */
export async function breakdown(problem, { options, kernels: kernelOptions }) {
  const dataset = asDataset(problem);
  const { account, kernels } = timedKernels(defaultKernels(kernelOptions));
  const start = performance.now();
  const marks = {};
  let result;
  for await (const event of train(
    dataset,
    { ...runOptions(problem, options), tolerance: undefined },
    { kernels },
  )) {
    const now = (performance.now() - start) / 1000;
    if (event.type === "start") marks.start = now;
    if (event.type === "step") marks.lastStep = now;
    if (event.type === "end") ({ result } = event);
    marks.end = now;
  }
  const inKernels = [...account.values()].reduce((sum, { seconds }) => sum + seconds, 0);
  const { status, steps, certificate, objective, gradientNorm } = result;
  return {
    marks,
    account: Object.fromEntries(account),
    inKernels,
    status,
    steps,
    gap: certificate.gap,
    objective: objective.value,
    gradientNorm,
  };
}

/** Seconds of a whole `fit` at its defaults, and the accuracy on the training rows. */
export async function wholeFit(problem) {
  const dataset = asDataset(problem);
  const start = performance.now();
  const result = await fit(dataset, { ...runOptions(problem), tolerance: undefined });
  return {
    seconds: (performance.now() - start) / 1000,
    accuracy: result.train.accuracy,
    status: result.status,
  };
}

/** Seconds to read the files. */
export async function readSeconds({ source }) {
  const start = performance.now();
  await readDataset(source);
  return (performance.now() - start) / 1000;
}

/** The most memory that this process has had, after a whole `fit`, and that of the stored data, in bytes. */
export async function memory(problem, { options, kernels }) {
  await fit(
    asDataset(problem),
    { ...runOptions(problem, options), tolerance: undefined },
    { kernels: defaultKernels(kernels) },
  );
  const { features } = problem;
  const arrays =
    features.kind === "dense" ? [features.data] : [features.values, features.columns, features.rowStarts];
  return {
    peak: peakMemory(),
    data: arrays.reduce((sum, array) => sum + array.byteLength, 0),
  };
}

/**
 * The most resident memory of this process, in bytes. Linux's own count is of this program alone; `maxRSS` begins with
 * what the parent process had when it started us.
 */
function peakMemory() {
  const status = "/proc/self/status";
  const [, kilobytes] = existsSync(status) ? /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(status, "utf8")) : [];
  return 1024 * (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes));
}
