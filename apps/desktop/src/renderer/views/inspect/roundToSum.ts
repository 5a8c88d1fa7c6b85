/**
 * Rounds values to so many decimals such that what is shown adds up: the results, in units of the last decimal, sum to
 * the rounded sum. Each is rounded down or up, never further; the largest remainders go up (Hamilton's method).
 */
export function roundToSum(values: readonly number[], decimals: number): number[] {
  const unit = 10 ** decimals;
  const exact = values.map((value) => value * unit);
  const rounded = exact.map(Math.floor);
  const total = Math.round(exact.reduce((sum, value) => sum + value, 0));
  const missing = total - rounded.reduce((sum, value) => sum + value, 0);
  const byRemainder = exact
    .map((value, i) => ({ i, remainder: value - rounded[i] }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder.slice(0, missing)) rounded[i]++;
  return rounded;
}

/** `−1.234` of −1234 units at three decimals. */
export const fixed = (units: number, decimals: number): string =>
  (units / 10 ** decimals).toFixed(decimals).replace("-", "−");
