import {
  as,
  call,
  column,
  double,
  doubles,
  type Expr,
  lambda,
  matrix,
  minus,
  over,
  plus,
  times,
} from "./expressions.js";
import { project, type Relation } from "./relations.js";

/** A linear softmax model over encoded features. */
export interface LinearParams {
  /** W [C, d], row-major. */
  readonly weights: Float64Array;
  /** b [C]. */
  readonly bias: Float64Array;
}

export const sumOf = (array: Expr): Expr =>
  call(
    "aggregate",
    array,
    double(0),
    lambda(["sum", "term"], (sum, term) => plus(sum, term)),
  );

export const elementwise = (a: Expr, b: Expr, of: (x: Expr, y: Expr) => Expr): Expr =>
  call("zip_with", a, b, lambda(["l", "r"], of));

const dot = (a: Expr, b: Expr): Expr => sumOf(elementwise(a, b, times));

/** Keeps the named columns of a relation and adds others. */
export const extend = (
  input: Relation,
  kept: readonly string[],
  added: Readonly<Record<string, Expr>>,
): Relation =>
  project(input, [
    ...kept.map((name) => column(name)),
    ...Object.entries(added).map(([name, expr]) => as(expr, name)),
  ]);

/**
 * Adds to rows with features `x` [d] what a model says of them:
 *
 *     z = W x + b [C],   top = max z,   e = exp(z − top),   sum = Σ e.
 *
 * Each column is computed once, since the next refers to it more than once.
 */
export function withLogits(
  input: Relation,
  kept: readonly string[],
  { weights, bias }: LinearParams,
): Relation {
  const d = weights.length / bias.length;
  const products = call(
    "transform",
    matrix(weights, d),
    lambda(["w"], (w) => dot(w, column("x"))),
  );
  const logits = extend(input, [...kept, "x"], { z: elementwise(products, doubles(bias), plus) });
  const tops = extend(logits, [...kept, "x", "z"], { top: call("array_max", column("z")) });
  const exponentials = extend(tops, [...kept, "x", "z", "top"], {
    e: call(
      "transform",
      column("z"),
      lambda(["logit"], (logit) => call("exp", minus(logit, column("top")))),
    ),
  });
  return extend(exponentials, [...kept, "x", "z", "top", "e"], { sum: sumOf(column("e")) });
}

/** e / sum: the probabilities [C] of rows from `withLogits`. */
export const probabilities: Expr = call(
  "transform",
  column("e"),
  lambda(["term"], (term) => over(term, column("sum"))),
);

/** ln p [C] of rows from `withLogits`. */
export const logProbabilities: Expr = call(
  "transform",
  column("z"),
  lambda(["logit"], (logit) => minus(minus(logit, column("top")), call("ln", column("sum")))),
);

/** −ln p of the class that `target` names. */
export const crossEntropy = (target: Expr): Expr =>
  minus(plus(column("top"), call("ln", column("sum"))), call("get", column("z"), target));
