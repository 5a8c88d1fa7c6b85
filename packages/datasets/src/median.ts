/**
 * The median: the middle value, or the mean of the two middle ones; NaN of nothing. Reorders `values`.
 * Expected time linear (Hoare's quickselect).
 */
export function medianInPlace(values: Float64Array): number {
  const n = values.length;
  if (n === 0) return Number.NaN;
  const half = n >> 1;
  const upper = selectInPlace(values, half);
  return n % 2 === 1 ? upper : (largestBefore(values, half) + upper) / 2;
}

/** The largest of the first `end` values; −∞ of none. */
export function largestBefore(values: Float64Array, end: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < end; i++) if (values[i] > largest) largest = values[i];
  return largest;
}

/** The k-th smallest; afterwards no value before position k is larger than it, none behind it smaller. */
export function selectInPlace(values: Float64Array, k: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = middleOfThree(values[from], values[(from + to) >> 1], values[to]);
    let i = from;
    let j = to;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const kept = values[i];
        values[i++] = values[j];
        values[j--] = kept;
      }
    }
    if (k <= j) to = j;
    else if (k >= i) from = i;
    else break;
  }
  return values[k];
}

const middleOfThree = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
