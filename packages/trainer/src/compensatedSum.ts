/**
 * Sums that carry what rounding took from them, [size]: the result is off by about one unit in the last
 * place plus n·u² of Σ|x|, however many terms there are. After Neumaier, "Rundungsfehleranalyse einiger
 * Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
 */
export interface CompensatedSums {
  readonly sum: Float64Array;
  readonly lost: Float64Array;
}

/** `size` sums of nothing, or those that `room` [2·size] holds and goes on to hold. */
export function compensatedSums(
  size: number,
  room: Float64Array = new Float64Array(2 * size),
): CompensatedSums {
  return { sum: room.subarray(0, size), lost: room.subarray(size) };
}

/** Adds x to sum k. */
export function addTo({ sum, lost }: CompensatedSums, k: number, x: number): void {
  const before = sum[k];
  const after = before + x;
  lost[k] += Math.abs(before) >= Math.abs(x) ? before - after + x : x - after + before;
  sum[k] = after;
}

/** All sums, times `factor`. */
export const totals = ({ sum, lost }: CompensatedSums, factor = 1): Float64Array =>
  sum.map((value, k) => (value + lost[k]) * factor);

/** The sum of vectors of one length, times `factor`. */
export function totalOf(vectors: readonly Float64Array[], factor = 1): Float64Array {
  const sums = compensatedSums(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (let k = 0; k < vector.length; k++) addTo(sums, k, vector[k]);
  return totals(sums, factor);
}
