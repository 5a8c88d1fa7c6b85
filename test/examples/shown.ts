import { inspect } from "node:util";

/**
 * Throws unless `value` prints as the example's comment says. The comment may go on after the value
 * (`0.693, ln 2`), round numbers to the digits it shows, leave out what `…` stands for, and leave out the
 * names and lengths of typed arrays.
 */
export function show(value: unknown, comment: string, place: string): void {
  const printed = prints(value);
  if (!printed.some((text) => matches(tokens(text), tokens(comment))))
    throw new Error(`${place}: the comment says ${comment}\nbut the value is ${printed[0]}`);
}

/** What `console.log(...values)` writes. */
export const logged = (...values: unknown[]): string =>
  values.map((value) => (typeof value === "string" ? value : prints(value)[0])).join(" ");

function prints(value: unknown): string[] {
  const inspected = inspect(value, { depth: 8, breakLength: Infinity, maxArrayLength: 1000 });
  const isPlain = value === null || value === undefined || typeof value === "function";
  return isPlain ? [inspected] : [inspected, String(value)];
}

const tokens = (text: string): string[] =>
  text
    .replace(/\b(?:\w+Array|Array)(?:\(\d+\))? ?(?=\[)/g, "")
    .replace(/["'`]/g, '"')
    .match(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|-?Infinity|…|\.\.\.|\p{L}[\p{L}\p{N}_]*|[^\s\p{L}\d]/gu) ?? [];

/** Whether the tokens of a comment begin with those of the value; then may come only a remark. */
function matches(value: readonly string[], comment: readonly string[]): boolean {
  if (value.length === 0) return comment.length === 0 || /^[,;:(.—–=≈]$/.test(comment[0]);
  if (comment.length === 0) return false;
  if (comment[0] === "…" || comment[0] === "...")
    return value.some((_, i) => matches(value.slice(i), comment.slice(1))) || comment.length === 1;
  return sameToken(value[0], comment[0]) && matches(value.slice(1), comment.slice(1));
}

/** Numbers agree when the value, rounded to the decimals shown, is the number shown; integers must be equal. */
function sameToken(value: string, shown: string): boolean {
  if (value === shown) return true;
  const [, , decimals = "", exponent = "0"] = /^-?(\d+)(?:\.(\d+))?(?:e([-+]?\d+))?$/.exec(shown) ?? [];
  if (!Number.isFinite(Number(value)) || decimals === "") return Number(value) === Number(shown);
  const unit = 10 ** (Number(exponent) - decimals.length);
  return Math.abs(Number(value) - Number(shown)) <= 0.5 * unit * (1 + 1e-9);
}
