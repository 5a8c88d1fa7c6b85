import type * as z from "zod";

/** An option that does not mean anything; the message names it and what it should be. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * The options with their defaults filled in.
 *
 * @throws ConfigError that names each option at fault, what was found and what is expected.
 */
export function parseOptions<S extends z.ZodObject>(schema: S, options: unknown): z.output<S> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const names = Object.keys(schema.shape);
  throw new ConfigError(parsed.error.issues.map((issue) => explain(issue, options, names)).join("; "));
}

function explain(issue: z.core.$ZodIssue, options: unknown, names: readonly string[]): string {
  if (issue.code === "custom") return issue.message;
  if (issue.code === "unrecognized_keys")
    return `${issue.keys.join(", ")}: no such option; the options are ${names.join(", ")}`;
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown>)[key],
    options,
  );
  return `${issue.path.join(".") || "options"}: found ${show(found)}; expected ${expectation(issue)}`;
}

/** As JSON where that has a word for it. */
const show = (value: unknown): string =>
  typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));

const kinds: Readonly<Record<string, string>> = {
  number: "a finite number",
  int: "a whole number",
  string: "a string",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return kinds[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.join(" or ");
    case "too_small":
      return issue.origin === "array"
        ? `at least ${issue.minimum} of them`
        : `a number ${issue.inclusive ? "≥" : ">"} ${issue.minimum}`;
    case "too_big":
      return `a number ${issue.inclusive ? "≤" : "<"} ${issue.maximum}`;
    default:
      return issue.message;
  }
}
