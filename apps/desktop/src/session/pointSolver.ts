import type { NumberEncoder } from "@softmax/datasets";
import { fit } from "@softmax/trainer";
import type { PointFit, PointSet } from "../shared/ipc/points.js";
import { datasetOf } from "./pointSet.js";

/** Where the last solution was: a row [w1, w2, b] a class, by the class's number. */
type Rows = ReadonlyMap<number, readonly number[]>;

/**
 * Solves for painted points, again and again, each time from the solution before: a point more moves it little.
 * The options are the trainer's own, but for `l2`, so that a run on the same points ends at the same parameters.
 */
export class PointSolver {
  #rows: Rows = new Map();

  async solve(points: PointSet, l2: number): Promise<PointFit | null> {
    const classes = [...new Set(points.classes)].sort((a, b) => a - b);
    if (classes.length < 2) return null;
    const started = performance.now();
    const result = await fit(datasetOf(points), { l2 }, { params: this.#start(classes) });
    const { weights, bias } = result.model;
    const encoders = result.model.encoders as readonly NumberEncoder[];
    this.#rows = new Map(classes.map((c, k) => [c, [weights[2 * k], weights[2 * k + 1], bias[k]]]));
    return {
      classes,
      weights: Array.from(weights),
      bias: Array.from(bias),
      mean: encoders.map(({ mean }) => mean),
      deviation: encoders.map(({ deviation }) => deviation),
      status: result.status,
      objective: result.objective.value,
      accuracy: result.train.accuracy,
      gap: result.certificate.gap,
      steps: result.steps,
      milliseconds: performance.now() - started,
    };
  }

  /** The parameters [C·2 + C] to start from; a new class begins at zero. */
  #start(classes: readonly number[]): Float64Array {
    const params = new Float64Array(3 * classes.length);
    for (const [k, c] of classes.entries()) {
      const [w1, w2, b] = this.#rows.get(c) ?? [0, 0, 0];
      params[2 * k] = w1;
      params[2 * k + 1] = w2;
      params[2 * classes.length + k] = b;
    }
    return params;
  }
}
