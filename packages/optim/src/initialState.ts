import type { Objective } from "./objective.js";
import { hasL1, measure } from "./subgradient.js";

/** The fields that every solver's first state has, and ∇f at the starting point. */
export function initialState(name: string, objective: Objective, params: Float64Array) {
  requireSize(name, objective, params);
  const start = new Float64Array(params);
  const gradient = new Float64Array(objective.size);
  const { value, gradientNorm } = measure(objective, start, gradient);
  return { step: 0, params: start, value, initialValue: value, gradientNorm, stalled: "", gradient };
}

/** Throws where there is not a value for each parameter. */
export function requireSize(name: string, { size }: Objective, params: Float64Array): void {
  if (params.length !== size)
    throw new RangeError(`${name}: params has ${params.length} values but the objective has ${size}`);
}

/** Throws where the objective has an l1 penalty, which a solver for smooth objectives would ignore. */
export function requireSmooth(name: string, objective: Objective): void {
  if (hasL1(objective))
    throw new TypeError(
      `${name}: cannot minimize an objective with l1; fista, owlqn, proximal-lbfgs and svrg can`,
    );
}
