import { featureNames, type Label } from "@softmax/datasets";
import { linearObjective, sigmoidLoss } from "@softmax/losses";
import { type Ending, lbfgs, minimize } from "@softmax/optim";
import { cholesky, type LinearKernel, NotPositiveDefiniteError } from "@softmax/tensor-core";
import { allLogits } from "./classifier.js";
import type { Metrics } from "./metrics.js";
import type { RunOutline } from "./prepareRun.js";

/** How a run ended. */
export interface Reached extends Pick<Ending, "status"> {
  /** Whether the solver itself saw no way on. */
  readonly stalled: boolean;
  readonly gradientNorm: number;
}

/**
 * What about the data or the options keeps a run from a minimum, in one clause that ends with the option that cures it;
 * `undefined` where nothing does, or nothing was found. In this order:
 *
 * - separated: without a penalty, a linear rule that tells classes apart gets better the longer its weights are, so that
 *   there is no minimum, whatever the gradient norm says. Found by its proof, a rule without a mistake;
 * - scale: it did not converge, on features that are not standardized and some of which are 10,000 times larger;
 * - step: it diverged with a learning rate that was asked for;
 * - collinear: it did not converge, without l2, and a feature is a combination of others;
 * - tolerance: float64 cannot tell a better point from the last.
 *
 * @param columns X of the training rows in float64
 * @param isSeparable whether a rule is found that has the class on one side and all other rows on the other, in the model
 * itself or by looking for one; without it none is looked for beyond the metrics
 */
export function diagnosis(
  run: RunOutline,
  { status, stalled, gradientNorm }: Reached,
  columns: Columns,
  train: Metrics,
  isSeparable: (c: number, lookFor: boolean) => boolean = () => false,
): string | undefined {
  const stoppedEarly = run.config.patience !== undefined;
  const failed = status === "diverged" || (status === "max-steps" && !stoppedEarly);
  const isAsked = failed || status === "converged";
  const apart = separated(run, columns, (c) => isAsked && isSeparable(c, failed), train);
  if (apart || !failed) return apart;
  return (
    badScale(run, columns) ??
    (status === "diverged" ? stepTooLong(run, columns) : undefined) ??
    collinear(run, columns) ??
    (stalled && run.precision === "float64" ? tooSmallTolerance(gradientNorm) : undefined)
  );
}

/** What is asked of the columns of X. */
export type Columns = Pick<LinearKernel, "nRows" | "nColumns" | "gram" | "gramDiagonal">;

function separated(
  { problem, config, loss }: RunOutline,
  { nRows, nColumns }: Columns,
  isSeparable: (c: number) => boolean,
  train: Metrics,
): string | undefined {
  if (config.l2 > 0 || config.l1 > 0 || (config.labelSmoothing ?? 0) > 0) return undefined;
  if (loss.name !== "cross-entropy") return undefined;
  const { classes } = problem;
  const candidates = classesWithoutMistakes(train.confusion);
  if (classes.length > 1 && candidates.length === classes.length)
    return `a linear rule tells ${listed(classes)} apart without a mistake, so that longer weights are always better and there is no minimum without a penalty; set l2, to 1e-4 for instance`;
  const apart = candidates.length * nRows * nColumns > WORK ? [] : candidates.filter(isSeparable);
  if (apart.length === 0) return undefined;
  return `a linear rule tells ${listed(apart.map((c) => classes[c]))} from all other classes without a mistake, so that there is no minimum without a penalty; set l2, to 1e-4 for instance`;
}

/** The classes whose row and column hold nothing beside the diagonal. */
function classesWithoutMistakes(confusion: Metrics["confusion"]): number[] {
  const mistaken = new Set<number>();
  for (const [t, row] of confusion.entries())
    for (const [p, w] of row.entries()) if (w > 0 && t !== p) mistaken.add(t).add(p);
  return [...confusion.keys()].filter((c) => !mistaken.has(c));
}

/** Multiplications that looking for a rule may take. */
const WORK = 2e9;
const RULE_STEPS = 100;

/**
 * Whether the model itself has such a rule: where a class can be told from all others, its weights less the mean of all
 * grow without end along what tells it, so that they become a rule, with a threshold of its own. Takes one pass over X.
 */
export function hasRule(params: Float64Array, targets: Int32Array, c: number, kernel: LinearKernel): boolean {
  const d = kernel.nColumns;
  const nClasses = params.length / (d + 1);
  const rule = new Float64Array(d + 1);
  for (let j = 0; j < d; j++) {
    for (let k = 0; k < nClasses; k++) rule[j] -= params[k * d + j] / nClasses;
    rule[j] += params[c * d + j];
  }
  let [least, most] = [Infinity, -Infinity];
  for (const [i, value] of allLogits(kernel, rule).entries()) {
    if (targets[i] === c) least = Math.min(least, value);
    else most = Math.max(most, value);
  }
  return least > most;
}

/** Whether a hyperplane is found that has the class on one side and all other rows on the other. */
export function isLinearlySeparable(targets: Int32Array, c: number, kernel: LinearKernel): boolean {
  if (2 * RULE_STEPS * kernel.nRows * kernel.nColumns > WORK) return false;
  const sides = targets.map((target) => Number(target === c));
  const objective = linearObjective({ kernel, targets: sides, nClasses: 1, loss: sigmoidLoss() });
  const separates = (params: Float64Array) =>
    allLogits(kernel, params).every((logit, i) => (sides[i] === 1 ? logit > 0 : logit < 0));
  const { params } = minimize(objective, new Float64Array(objective.size), lbfgs(), {
    maxSteps: RULE_STEPS,
    tolerance: 1e-6,
  });
  return separates(params);
}

/**
 * With x extended by 1 for the bias, the Hessian of the cross-entropy is at most ½·mean ‖x‖², and gradient descent
 * descends for every rate below 2 over the largest curvature.
 *
 * @see Böhning, "Multinomial logistic regression algorithm" (1992), for the factor ½.
 */
function stepTooLong({ config }: RunOutline, kernel: Columns): string | undefined {
  const { learningRate, l2 } = config;
  if (learningRate === undefined) return undefined;
  const meanSquare = columnSizes(kernel).reduce((sum, size) => sum + size ** 2, 1);
  const certain = 1 / (meanSquare / 2 + l2);
  const lower = learningRate > certain ? certain : learningRate / 10;
  return `the learning rate of ${learningRate} takes steps that are too long; set learningRate to ${Number(lower.toPrecision(1))}`;
}

/** Columns whose sizes differ by more are badly scaled. */
const FACTOR = 1e4;

function badScale({ problem, config }: RunOutline, kernel: Columns): string | undefined {
  if (config.standardize) return undefined;
  const sizes = columnSizes(kernel);
  const used = Array.from(sizes.keys()).filter((j) => sizes[j] > 0);
  const largest = used.reduce((a, b) => (sizes[b] > sizes[a] ? b : a), used[0] ?? 0);
  const smallest = used.reduce((a, b) => (sizes[b] < sizes[a] ? b : a), used[0] ?? 0);
  if (!(sizes[largest] > FACTOR * sizes[smallest] || sizes[largest] > FACTOR)) return undefined;
  const names = featureNames(problem.encoders);
  const about = (j: number) => `"${names[j]}" is about ${Number(sizes[j].toPrecision(1))}`;
  const beside = largest === smallest ? "" : ` and ${about(smallest)}`;
  return `the features are badly scaled, ${about(largest)}${beside}; set standardize`;
}

/** Root mean squares of the columns, [d]. */
function columnSizes(kernel: Columns): Float64Array {
  const { nRows, nColumns } = kernel;
  const squares = new Float64Array(nColumns + 1);
  kernel.gramDiagonal(undefined, { from: 0, to: nRows }, squares);
  return squares.subarray(0, nColumns).map((sum) => Math.sqrt(sum / Math.max(nRows, 1)));
}

/** Beyond so many features the matrix of correlations is not made. */
const MANY_FEATURES = 500;
/** Of a feature's variance, what the others must leave unexplained. */
const UNEXPLAINED = 1e-10;

function collinear({ problem, config }: RunOutline, kernel: Columns): string | undefined {
  const d = kernel.nColumns;
  if (config.l2 > 0 || d > MANY_FEATURES) return undefined;
  const { correlations, used } = correlationsOf(kernel);
  for (let j = 0; j < used.length; j++) correlations[j * (used.length + 1)] -= UNEXPLAINED;
  const j = firstDependent(correlations, used.length);
  if (j === undefined) return undefined;
  const names = featureNames(problem.encoders);
  const row = correlations.subarray(j * used.length, j * used.length + j);
  const twin = row.findIndex((r) => Math.abs(r) > 1 - UNEXPLAINED);
  const copies = twin < 0 ? "a combination of the features before it" : `the same as "${names[used[twin]]}"`;
  return `"${names[used[j]]}" is, but for its scale, ${copies}, so that many weights are equally good; set l2, to 1e-4 for instance`;
}

/** The first row at which a Cholesky factor does not exist. */
function firstDependent(matrix: Float64Array, n: number): number | undefined {
  try {
    cholesky(matrix, n);
    return undefined;
  } catch (error) {
    if (error instanceof NotPositiveDefiniteError) return error.pivot;
    throw error;
  }
}

/** Correlations of the columns that vary, [m, m], and which they are. */
function correlationsOf(kernel: Columns): { correlations: Float64Array; used: number[] } {
  const { nRows: n, nColumns: d } = kernel;
  const gram = new Float64Array((d + 1) ** 2);
  kernel.gram(undefined, { from: 0, to: n }, gram);
  const entry = (i: number, j: number) => gram[Math.max(i, j) * (d + 1) + Math.min(i, j)];
  const covariance = (i: number, j: number) => entry(i, j) / n - (entry(i, d) / n) * (entry(j, d) / n);
  const varies = (j: number) => covariance(j, j) > 1e-12 * (entry(j, j) / n);
  const used = Array.from({ length: d }, (_, j) => j).filter(varies);
  const deviations = used.map((j) => Math.sqrt(covariance(j, j)));
  const correlations = Float64Array.from({ length: used.length ** 2 }, (_, at) => {
    const [a, b] = [Math.floor(at / used.length), at % used.length];
    return covariance(used[a], used[b]) / deviations[a] / deviations[b];
  });
  return { correlations, used };
}

function tooSmallTolerance(gradientNorm: number): string {
  const reachable = 10 ** Math.ceil(Math.log10(gradientNorm));
  return `float64 has no better point near; set tolerance to ${reachable}`;
}

/** "a, b and c", or how many there are. */
function listed(classes: readonly Label[]): string {
  if (classes.length > 5) return `all ${classes.length} classes`;
  const names = classes.map((c) => `"${c}"`);
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
