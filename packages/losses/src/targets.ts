import type { Targets } from "@softmax/tensor-core";

/** How far from 1 a row of soft targets may sum: room for targets that were rounded to float32. */
const distributionTolerance = 1e-6;

/**
 * Returns the number of rows. Class indices must be in 0 … C − 1; soft targets [n, C] must be in [0, 1]
 * and sum to 1 by row, unless `multiLabel`: then they need not, and an index for a single logit is 0 or 1.
 *
 * @throws RangeError naming the first row that is wrong.
 */
export function checkTargets(place: string, targets: Targets, nClasses: number, multiLabel = false): number {
  if (!(Number.isInteger(nClasses) && nClasses >= 1))
    throw new RangeError(`${place}: nClasses is ${nClasses} but must be an integer of at least 1`);
  return targets instanceof Int32Array
    ? checkIndices(place, targets, multiLabel ? Math.max(nClasses, 2) : nClasses)
    : checkSoft(place, targets, nClasses, multiLabel);
}

function checkIndices(place: string, targets: Int32Array, nValues: number): number {
  for (let i = 0; i < targets.length; i++)
    if (!(targets[i] >= 0 && targets[i] < nValues))
      throw new RangeError(
        `${place}: the target of row ${i} is ${targets[i]} but must be a class in 0 to ${nValues - 1}`,
      );
  return targets.length;
}

function checkSoft(place: string, targets: Float64Array, C: number, multiLabel: boolean): number {
  const n = targets.length / C;
  if (!Number.isInteger(n))
    throw new RangeError(`${place}: ${targets.length} soft targets do not fill rows of ${C} classes`);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let c = 0; c < C; c++) {
      const y = targets[i * C + c];
      if (!(y >= 0 && y <= 1))
        throw new RangeError(
          `${place}: the target of row ${i} has ${y} for class ${c} but must be in [0, 1]`,
        );
      sum += y;
    }
    if (!multiLabel && Math.abs(sum - 1) > distributionTolerance)
      throw new RangeError(`${place}: the targets of row ${i} sum to ${sum} but must sum to 1`);
  }
  return n;
}
