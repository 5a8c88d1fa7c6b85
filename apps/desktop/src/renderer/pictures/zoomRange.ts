export type Range = readonly [number, number];

/** The range `factor` times as long, with `at` at the same share of it, moved into `limits`; never longer than these. */
export function zoomedRange([low, high]: Range, factor: number, at: number, limits: Range): Range {
  const whole = limits[1] - limits[0];
  const length = Math.min(whole, Math.max(whole * 1e-4, (high - low) * factor));
  const share = high > low ? (at - low) / (high - low) : 0.5;
  return movedInto([at - share * length, at + (1 - share) * length], limits);
}

/** The range moved by a share of its length, as far as the limits allow. */
export const pannedRange = ([low, high]: Range, share: number, limits: Range): Range =>
  movedInto([low + share * (high - low), high + share * (high - low)], limits);

function movedInto([low, high]: Range, [least, most]: Range): Range {
  const by = Math.max(0, least - low) - Math.max(0, high - most);
  return [low + by, high + by];
}
