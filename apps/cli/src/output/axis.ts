import { significant } from "./numbers.js";

/** Values whose largest is more than so many times the smallest are shown on a logarithmic axis. */
const logarithmicFrom = 4;

/** Where values stand between the two ends of an axis. */
export interface Axis {
  /** Where a value lies, 0 at the bottom and 1 at the top. */
  share(value: number): number;
  /** The value at a share. */
  at(share: number): number;
}

/** An axis on which all of the values have a place. */
export function axisOf(values: readonly number[]): Axis {
  const [low, high] = extent(values);
  if (low > 0 && high > logarithmicFrom * low) {
    const span = Math.log(high / low);
    return { share: (value) => Math.log(value / low) / span, at: (share) => low * Math.exp(share * span) };
  }
  const span = high - low || Math.abs(high) || 1;
  const bottom = high === low ? low - span / 2 : low;
  return { share: (value) => (value - bottom) / span, at: (share) => bottom + share * span };
}

export function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

/** A label at the top, in the middle and at the bottom; "" elsewhere. */
export function ticksOf(vertical: Axis, height: number): string[] {
  const last = height - 1;
  const labeled = [0, Math.round(last / 2), last];
  return Array.from({ length: height }, (_, row) =>
    labeled.includes(row) ? significant(vertical.at(1 - row / Math.max(1, last)), 3) : "",
  );
}
