import { exp } from "@softmax/tensor-core/elementary";
import type { Certificate } from "@softmax/trainer";
import {
  biasSize,
  biasSums,
  type CertificateSums,
  gapOf,
  reasonAgainst,
  totalOf,
} from "@softmax/trainer/sums";
import {
  call,
  column,
  double,
  doubles,
  type Expr,
  either,
  equal,
  lambda,
  minus,
  over,
  plus,
  times,
} from "./expressions.js";
import { type OuterSums, outerSums } from "./outerSums.js";
import type { Relation } from "./relations.js";
import type { SparkSession } from "./session.js";
import {
  crossEntropy,
  elementwise,
  extend,
  type LinearParams,
  logProbabilities,
  probabilities,
  sumOf,
  withLogits,
} from "./softmaxRows.js";

/** Training rows in the cluster: `x` [d], `target` 0 … C − 1 and `weight`, of mean 1. */
export interface TrainingRows {
  readonly relation: Relation;
  readonly nRows: number;
}

export interface Penalty {
  readonly l2: number;
  readonly l1: number;
}

/** What parameters are worth on the training rows. */
export interface MeasuredFit {
  /** value = loss + penalty. */
  readonly objective: { readonly value: number; readonly loss: number; readonly penalty: number };
  /** ‖∇F‖∞, under l1 of the subgradient of least norm. */
  readonly gradientNorm: number;
  readonly certificate: Certificate;
}

/** From more classes than this on, their covariances are not gathered; `biasSums` then does without. */
const hasHessian = (C: number): boolean => biasSize(C) > C;

const target = column("target");
const w = column("weight");

/**
 * Objective, gradient and certificate of any parameters, by two aggregations over the rows. `certificateSums` of
 * @softmax/trainer takes the same sums over rows in this process; what follows from them is one function for both.
 */
export async function measureOnSpark(
  session: SparkSession,
  rows: TrainingRows,
  params: LinearParams,
  { l2, l1 }: Penalty,
): Promise<MeasuredFit> {
  const penalty = { l2, l1 };
  const { shift, gradientNorm, prior } = await biasPass(session, rows, params, penalty);
  const sums = await certificatePass(session, rows, params, shift, prior);
  const { weights, bias } = params;
  const flat = Float64Array.from([...weights, ...bias]);
  const penaltyValue = weights.reduce((sum, v) => sum + 0.5 * l2 * v * v + l1 * Math.abs(v), 0);
  const reason = reasonAgainst(penalty);
  return {
    objective: { value: sums.loss + penaltyValue, loss: sums.loss, penalty: penaltyValue },
    gradientNorm,
    certificate: reason ? { gap: null, reason } : gapOf({ params: flat, ...penalty }, sums),
  };
}

/** w (p − y) [C]. */
const residuals = (p: Expr): Expr =>
  call(
    "transform",
    p,
    lambda(["share", "c"], (share, c) =>
      times(w, minus(share, either(equal(c, target), double(1), double(0)))),
    ),
  );

/** The gradient, and a step of the bias alone. */
async function biasPass(
  session: SparkSession,
  { relation, nRows }: TrainingRows,
  params: LinearParams,
  penalty: Penalty,
) {
  const C = params.bias.length;
  const d = params.weights.length / C;
  const known = extend(withLogits(relation, ["target", "weight"], params), ["x", "target", "weight"], {
    p: probabilities,
  });
  const one = call("array", double(1));
  const p = column("p");
  const left = hasHessian(C) ? [column("x"), p, one] : [column("x"), one];
  const right = [
    call(
      "transform",
      p,
      lambda(["share"], (share) => times(w, share)),
    ),
    residuals(p),
  ];
  const pairs = extend(known, [], { a: call("concat", ...left), b: call("concat", ...right) });
  const last = d + (hasHessian(C) ? C : 0);
  const sums = await outerSums(session, "the gradient", pairs, { bLength: 2 * C, grouped: last, nRows });
  const total = meansOf(sums, nRows);
  const whole = total(last);
  const [mass, excess] = [whole.subarray(0, C), whole.subarray(C)];
  return {
    prior: mass.map((m, c) => m - excess[c]),
    shift: shiftOf(C, nRows, mass, excess, hasHessian(C) ? (k) => total(d + k) : undefined),
    gradientNorm: gradientNormOf(params, penalty, (j, c) => total(j)[C + c], excess),
  };
}

/** Sums over rows, divided by n. */
function meansOf({ byEntry }: OuterSums, nRows: number): (entry: number) => Float64Array {
  const means = new Map<number, Float64Array>();
  return (entry) => {
    let mean = means.get(entry);
    if (!mean) means.set(entry, (mean = totalOf(byEntry.get(entry) ?? [], 1 / nRows)));
    return mean;
  };
}

function shiftOf(
  C: number,
  nSamples: number,
  mass: Float64Array,
  excess: Float64Array,
  products: ((k: number) => Float64Array) | undefined,
): Float64Array {
  const room = new Float64Array(biasSize(C));
  room.set(excess);
  for (let c = 0; products && c < C; c++)
    for (let k = 0; k <= c; k++) room[C + c * C + k] = (c === k ? mass[c] + 1e-10 : 0) - products(c)[k];
  const prior = mass.map((m, c) => m - excess[c]);
  return biasSums({ nSamples, nColumns: 0, nClasses: C }, prior, room).shift(prior);
}

/** ‖∇F‖∞ from the mean residuals: at a weight of 0 the penalty's subgradient takes away as much as it can. */
export function gradientNormOf(
  { weights, bias }: LinearParams,
  { l2, l1 }: Penalty,
  moment: (feature: number, c: number) => number,
  excess: Float64Array,
): number {
  const [C, d] = [bias.length, weights.length / bias.length];
  let norm = excess.reduce((most, e) => Math.max(most, Math.abs(e)), 0);
  for (let c = 0; c < C; c++)
    for (let j = 0; j < d; j++) {
      const v = weights[c * d + j];
      const slope = moment(j, c) + l2 * v;
      norm = Math.max(norm, v === 0 ? Math.abs(slope) - l1 : Math.abs(slope + Math.sign(v) * l1));
    }
  return norm;
}

/** The sums of `CertificateSums`, at a shift Δ of the bias. */
async function certificatePass(
  session: SparkSession,
  { relation, nRows }: TrainingRows,
  params: LinearParams,
  shift: Float64Array,
  prior: Float64Array,
): Promise<CertificateSums> {
  const C = params.bias.length;
  const d = params.weights.length / C;
  const pairs = certificateRows(withLogits(relation, ["target", "weight"], params), shift);
  const shape = { bLength: 3 * C + 3, grouped: d, nRows };
  const sums = await outerSums(session, "the certificate", pairs, shape);
  const mean = meansOf(sums, nRows);
  const [whole, norms] = [mean(d), mean(d + 1)];
  const moment = (from: number) =>
    Float64Array.from({ length: C * d }, (_, k) => mean(k % d)[from + Math.floor(k / d)]);
  const [mass, loss, shiftDivergence] = whole.subarray(3 * C);
  return {
    ...{ mass, loss, targetDivergence: loss, shiftDivergence, prior },
    excess: whole.slice(0, C),
    surprise: whole.slice(2 * C, 3 * C),
    residualMoment: moment(0),
    targetMoment: moment(C),
    meanNorm: norms[3 * C],
    nAdditions: nRows,
    rowAdditions: sums.rowsPerSum,
  };
}

/**
 * With p̃ = softmax(z + Δ): the features, 1 and ‖x‖ on the left; on the right w (p̃ − y), w y, −w ln p, each [C], then w,
 * w CE and w KL(p̃ ‖ p).
 */
function certificateRows(rows: Relation, shift: Float64Array): Relation {
  const kept = ["x", "target", "weight", "z", "top", "e", "sum"];
  const shifted = extend(rows, kept, { shifted: elementwise(column("e"), doubles(shift.map(exp)), times) });
  const summed = extend(shifted, [...kept, "shifted"], { shifted_sum: sumOf(column("shifted")) });
  const known = extend(summed, [...kept, "shifted_sum"], {
    p: call(
      "transform",
      column("shifted"),
      lambda(["term"], (term) => over(term, column("shifted_sum"))),
    ),
    log_p: logProbabilities,
  });
  const p = column("p");
  const meanShift = sumOf(elementwise(p, doubles(shift), times));
  const divergence = minus(plus(meanShift, call("ln", column("sum"))), call("ln", column("shifted_sum")));
  const norm = call(
    "sqrt",
    sumOf(
      call(
        "transform",
        column("x"),
        lambda(["v"], (v) => times(v, v)),
      ),
    ),
  );
  const scalars = [w, times(w, crossEntropy(target)), times(w, call("greatest", divergence, double(0)))];
  return extend(known, [], {
    a: call("concat", column("x"), call("array", double(1), norm)),
    b: call(
      "concat",
      residuals(p),
      call(
        "transform",
        p,
        lambda(["share", "c"], (_, c) => either(equal(c, target), w, double(0))),
      ),
      call(
        "transform",
        column("log_p"),
        lambda(["log_share"], (logShare) => times(w, call("negative", logShare))),
      ),
      call("array", ...scalars),
    ),
  });
}
