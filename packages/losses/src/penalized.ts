export interface Finish {
  /** 1 / n, which turns a sum into a mean. */
  readonly factor: number;
  readonly l2: number;
  readonly nClasses: number;
  /** Whether to subtract the mean over classes, which is zero but for rounding. */
  readonly center: boolean;
}

/** Features whose weights of all classes stay in the cache while their mean is subtracted. */
const BLOCK = 512;

/**
 * From the gradient of a sum of losses to that of the objective, each number read and written once:
 *
 *     gradient ← factor · (gradient − its mean over classes) + l2 · params      the bias without l2
 *
 * and returns ‖W‖², the sum of squares of the weights in `params`. A Hessian's product with a direction is finished
 * in the same way, the direction taking the place of the parameters.
 */
export function penalized(
  gradient: Float64Array,
  params: Float64Array,
  { factor, l2, nClasses: C, center }: Finish,
): number {
  const d = gradient.length / C - 1;
  const mean = new Float64Array(BLOCK);
  let squares = 0;
  for (let from = 0; from < d; from += BLOCK) {
    const to = Math.min(from + BLOCK, d);
    if (center) meanOf(gradient, C, d, from, to, mean);
    for (let c = 0; c < C; c++)
      squares += finishRow(gradient, params, c * d + from, to - from, mean, factor, l2);
  }
  finishBias(gradient.subarray(C * d), factor, center);
  return squares;
}

/** mean[j − from] ← mean over c of gradient[c·d + j]. */
function meanOf(
  gradient: Float64Array,
  C: number,
  d: number,
  from: number,
  to: number,
  mean: Float64Array,
): void {
  mean.fill(0);
  for (let c = 0; c < C; c++) for (let j = from, at = c * d; j < to; j++) mean[j - from] += gradient[at + j];
  for (let j = 0; j < to - from; j++) mean[j] /= C;
}

function finishRow(
  gradient: Float64Array,
  params: Float64Array,
  at: number,
  length: number,
  mean: Float64Array,
  factor: number,
  l2: number,
): number {
  let squares = 0;
  for (let j = 0; j < length; j++) {
    const weight = params[at + j];
    gradient[at + j] = factor * (gradient[at + j] - mean[j]) + l2 * weight;
    squares += weight * weight;
  }
  return squares;
}

function finishBias(bias: Float64Array, factor: number, center: boolean): void {
  const mean = center ? bias.reduce((sum, value) => sum + value, 0) / bias.length : 0;
  for (let c = 0; c < bias.length; c++) bias[c] = factor * (bias[c] - mean);
}
