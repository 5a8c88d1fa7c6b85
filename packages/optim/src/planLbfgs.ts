import { type DataShape, defaultRates, type Rates, type Work, workOf } from "./costModel.js";
import type { LbfgsPlan, PreconditionerName, Stage } from "./preconditionedLbfgs.js";

/** A preconditioner that is cheaper than this many passes over the data is built before the first step. */
const BOUGHT_AT_ONCE = 12;

/** One that is dearer than this is never built: other methods are likely to be done by then. */
const DEAREST = 100;

/** A stage lasts this many steps at least: less says nothing about a method. */
const SHORTEST_STAGE = 12;

/** Multiply-adds of a pass up to which plain steps are tried first: what a preconditioner saves is no more than it costs. */
const RENTED = 1e7;

/** Where features differ more in scale, plain steps are lost on them until they are scaled. */
const LIKE_SCALES = 10;

/** Multiply-adds of a pass from which on it pays to spend an epoch of mini-batches on saving some. */
const DEAR_PASS = 1e8;

/** A preconditioner in use is built anew after this many steps at the earliest. */
const LASTING = 40;

/** Pairs remembered: beside a preconditioner more of them save no steps. */
const MEMORY = 5;

/** And without one. */
const PLAIN_MEMORY = 10;

/** The sum of the steps' lengths, in logits, that warm-up would take if all its gradients agreed: see `warmUpRate`. */
const REACH = 10;

const rowsFor = {
  diagonal: () => 2 ** 16,
  gram: (nFeatures: number) => Math.max(4096, Math.ceil(1.5 * (nFeatures + 1))),
  blocks: (nFeatures: number) => Math.max(1024, Math.ceil(2.5 * (nFeatures + 1))),
};

interface Priced {
  readonly preconditioner: Exclude<PreconditionerName, "none">;
  readonly rows: number;
  /** In passes over the data. */
  readonly setUp: number;
  readonly bytes: number;
}

export interface PlannedLbfgs {
  readonly plan: LbfgsPlan;
  /** One clause that says what the plan begins with, and why. */
  readonly reason: string;
}

/**
 * When L-BFGS should use which preconditioner: a diagonal, one Gram matrix, or a block for each class, in this order
 * of cost, those that fit in memory and cost no more than a hundred passes. It begins with the dearest that costs less
 * than a dozen passes over the data, and goes on to each dearer one after as many steps as its cost would have paid
 * for. The blocks are those of a point near the minimum: an epoch of mini-batches leads there where a pass is dear, and
 * a few steps with one Gram matrix where it is cheap. With `only`, that one alone.
 *
 * Returns the plan, and one clause that says what it begins with and why. A function of the shape of the data and
 * the rates alone.
 *
 * @example
 * const fashion = { nSamples: 60000, nFeatures: 784, nClasses: 10, density: 1 };
 * planLbfgs(fashion).plan.stages[0].preconditioner; // "blocks"
 */
export function planLbfgs(
  shape: DataShape,
  rates: Rates = defaultRates,
  only?: Priced["preconditioner"],
): PlannedLbfgs {
  const work = workOf(shape, MEMORY, rates);
  const ladder = only ? [price(only, shape, work)] : affordableLadder(shape, work, rates.factorBytes);
  const affordable = ladder.filter(({ setUp }) => setUp <= BOUGHT_AT_ONCE).length;
  const best = Math.max(affordable - 1, 0);
  const dear = work.pass >= DEAR_PASS;
  const tried = ladder[best].preconditioner === "blocks" && !dear && shape.nClasses > 2 && !only;
  const used = ladder.slice(tried ? best - 1 : best);
  const stages = used.map(({ preconditioner, rows, setUp }, k): Stage => {
    const next = used[k + 1]?.setUp ?? Math.max(setUp, LASTING);
    return { preconditioner, rows, steps: Math.max(SHORTEST_STAGE, Math.ceil(next)) };
  });
  const [first] = used;
  const warmUp = first.preconditioner === "blocks" && dear ? { learningRate: warmUpRate(shape) } : undefined;
  return { plan: { stages, memory: MEMORY, warmUp }, reason: reasonFor(first) };
}

/**
 * `planLbfgs` after plain steps, where features are dense and a pass is cheap: a dozen at least, and as many as the first
 * matrix costs. Easy problems are done by then, before anything has been built; of the others L-BFGS takes more than
 * three steps to halve the gradient, and the plan follows. Where features differ in scale, as sparse ones always do, a
 * diagonal sees it for less than a pass, and those steps are taken with one.
 */
export function planPlainFirst(shape: DataShape, rates: Rates = defaultRates): PlannedLbfgs {
  const planned = planLbfgs(shape, rates);
  const work = workOf(shape, PLAIN_MEMORY, rates);
  const matrices = planned.plan.stages.filter(({ preconditioner }) => preconditioner !== "diagonal");
  if (work.pass > RENTED || shape.density < 1 || matrices.length === 0) return planned;
  const first = price(matrices[0].preconditioner as Priced["preconditioner"], shape, work);
  const steps = Math.max(SHORTEST_STAGE, Math.ceil(first.setUp));
  const scaled = (shape.scaleSpread ?? 1) > LIKE_SCALES;
  const cheap: Stage = scaled
    ? { preconditioner: "diagonal", rows: rowsFor.diagonal(), steps }
    : { preconditioner: "none", rows: 0, steps };
  return {
    plan: { stages: [cheap, ...matrices], memory: PLAIN_MEMORY },
    reason: `${scaled ? "scaled by a diagonal" : "plain"} while that is fast, then ${reasonFor(first)}`,
  };
}

function affordableLadder(shape: DataShape, work: Work, factorBytes: number): Priced[] {
  const matrices = (["gram", "blocks"] as const).map((name) => price(name, shape, work));
  const fitting = matrices.filter(({ bytes, setUp }) => bytes <= factorBytes && setUp <= DEAREST);
  return [price("diagonal", shape, work), ...fitting];
}

function price(
  preconditioner: Priced["preconditioner"],
  { nFeatures, nClasses }: DataShape,
  work: Work,
): Priced {
  const rows = rowsFor[preconditioner](nFeatures);
  const factors = { diagonal: 0, gram: 1, blocks: nClasses === 2 ? 1 : nClasses }[preconditioner];
  const setUp = (factors * work.gram(rows)) / (work.pass + work.overhead);
  return { preconditioner, rows, setUp, bytes: factors * work.factorBytes };
}

/**
 * η of the warm-up: with the parameters' steps η / √h_j, h_j about α·mean x_j², α = (C − 1)/C² the curvature where
 * all classes are equally likely, each of a sample's logits moves by REACH at most in the first step.
 */
const warmUpRate = ({ nFeatures, nClasses: C }: DataShape): number =>
  (REACH * Math.sqrt(C - 1)) / C / (nFeatures + 1);

const described = {
  diagonal: "a diagonal",
  gram: "one Gram matrix",
  blocks: "a block for each class",
};

const reasonFor = ({ preconditioner, setUp }: Priced): string =>
  `preconditioned by ${described[preconditioner]}, which costs ${setUp < 1 ? "less than one pass" : `about ${Math.round(setUp)} passes`} over the data and saves many`;
