/** `1,797` */
export const count = (value: number): string => value.toLocaleString("en-US");

/** `95.8%`; a dash where it was not measured. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined || Number.isNaN(share) ? "–" : `${(100 * share).toFixed(1)}%`;

/** Four significant digits, or powers of ten where they read better; a dash for what is not a number. */
export function measure(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6))
    return value.toExponential(1).replace("e+", "e").replace("-", "−");
  return value.toPrecision(4).replace("-", "−");
}

/** `0.82 s`, `3 min 20 s` */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
