/**
 * Values that say "there is none": an empty field, `?`, `NA`, `N/A`, `NaN`, `null`, in any case. The string
 * `none` is not one of them: it is a category more often than a gap.
 */
export function isMissing(text: string): boolean {
  return text.length <= 4 && MISSING.has(text.toLowerCase());
}

const MISSING: ReadonlySet<string> = new Set(["", "?", "na", "n/a", "nan", "null"]);
