/** What a field of the run configuration accepts, as JSON Schema says it. */
export interface ValueSchema {
  readonly type?: string;
  readonly items?: { readonly type?: string };
  readonly enum?: readonly string[];
  readonly const?: string;
  /** `uri` where a text is the address of something. */
  readonly format?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** A number as people type it: `0.01`, `1e-4`, `1/255`; NaN for anything else. */
export function parseNumber(text: string): number {
  const [numerator, denominator, ...rest] = text.split("/").map(plainNumber);
  if (rest.length > 0) return Number.NaN;
  return denominator === undefined ? numerator : numerator / denominator;
}

const plainNumber = (text: string): number =>
  /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;

/** Names separated by commas; a name that contains a comma stands in double quotes. */
export function parseList(text: string): string[] {
  const fields = text.match(/\s*("([^"]*)"|[^,]*)(,|$)/g) ?? [];
  const names = fields.map((field) =>
    field
      .replace(/,$/, "")
      .trim()
      .replace(/^"(.*)"$/, "$1"),
  );
  return names.filter((name) => name !== "");
}

/** The value that a text stands for; what it cannot be is left for the schema to refuse. */
export function parseValue(text: string, { type, items }: ValueSchema): unknown {
  if (type === "number" || type === "integer") return parseNumber(text);
  if (type !== "array") return text;
  return items?.type === "number" ? parseList(text).map(parseNumber) : parseList(text);
}

/** What to type, in words: `a whole number ≥ 1`, `one of auto, gd, lbfgs`. */
export function describeValue(schema: ValueSchema): string {
  const choices = choicesOf(schema);
  if (choices) return choices.length === 1 ? choices[0] : `one of ${choices.join(", ")}`;
  if (schema.type === "array")
    return `${schema.items?.type === "number" ? "numbers" : "names"} separated by commas`;
  if (schema.type !== "number" && schema.type !== "integer") return "a text";
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const bounds = [
    minimum === undefined ? "" : `≥ ${minimum}`,
    exclusiveMinimum === undefined ? "" : `> ${exclusiveMinimum}`,
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? "" : `≤ ${maximum}`,
    exclusiveMaximum === undefined ? "" : `< ${exclusiveMaximum}`,
  ].filter((bound) => bound !== "");
  return [schema.type === "integer" ? "a whole number" : "a number", bounds.join(" and ")].join(" ").trim();
}

export const choicesOf = (schema: ValueSchema): readonly string[] | undefined =>
  schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
