/** A whole number with its thousands set apart: `60,000`. Weights that are not whole keep three digits. */
export const count = (n: number): string =>
  Number.isInteger(n) ? n.toLocaleString("en-US") : significant(n, 3);

/** A number to so many digits: `0.2619`, `3e-9`, `1.25e7`; trailing zeros of an exponential are dropped. */
export function significant(x: number, digits = 4): string {
  if (!Number.isFinite(x)) return String(x).replace("Infinity", "∞");
  const size = Math.abs(x);
  if (x === 0) return "0";
  if (size < 1e-3 || size >= 1e6)
    return String(Number(x.toPrecision(digits)).toExponential()).replace("e+", "e");
  return size >= 10 ** (digits - 1) ? x.toFixed(0) : x.toPrecision(digits);
}

/** A share as a percentage; `–` where it is not defined. */
export const percent = (share: number | null): string =>
  share === null ? "–" : `${(100 * share).toFixed(1)}%`;

/** A metric; `–` where it is not defined. */
export const metric = (value: number | null): string => (value === null ? "–" : significant(value));

/** A number as one would write it down: four digits at most, no zeros behind them. */
export const plain = (x: number): string => String(Number(x.toPrecision(4)));

/** `41 ms`, `1.2 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.ceil(1000 * seconds)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds) % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 row`, `2 rows`. */
export const plural = (n: number, thing: string, things = `${thing}s`): string =>
  `${count(n)} ${n === 1 ? thing : things}`;

/** `512 bytes`, `2.10 GB`: to three digits, by powers of 1000. */
export function byteSize(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const digits = power === 0 ? `${Math.round(bytes)}` : (bytes / 1000 ** power).toPrecision(3);
  return `${digits} ${units[power]}`;
}
