import { median } from "./samples.mjs";

/** Three significant digits, no exponent. */
export function number(value) {
  if (!Number.isFinite(value)) return "–";
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 4));
}

/** `12.3×`. */
export const ratio = (value) => `${number(value)}×`;

/**
 * `12.3× (11.0 … 13.5)`: how many times longer they took than we did, by the medians, and the least and the most
 * that any two of the samples would have said.
 */
export function ratios(theirs, ours) {
  const middle = ratio(median(theirs) / median(ours));
  if (theirs.length === 1 && ours.length === 1) return `${middle} (1 run each)`;
  const least = Math.min(...theirs) / Math.max(...ours);
  const most = Math.max(...theirs) / Math.min(...ours);
  return `${middle} (${number(least)} … ${number(most)})`;
}

/** A time in the unit that suits it. */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds >= 1) return `${number(seconds)} s`;
  return seconds >= 1e-3 ? `${number(seconds * 1e3)} ms` : `${number(seconds * 1e6)} µs`;
}

/** `12.3 ms (11.9 … 13.0)`: the median of some seconds, and their range where there is one. */
export function durations(samples) {
  if (samples.length === 0) return "–";
  const middle = duration(median(samples));
  if (samples.length === 1) return `${middle} (1 run)`;
  const [least, most] = [Math.min(...samples), Math.max(...samples)];
  return `${middle} (${duration(least)} … ${duration(most)})`;
}

/** `3.2e-7`. */
export const tiny = (value) => (Number.isFinite(value) ? value.toExponential(1) : "–");

export const percent = (share) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
