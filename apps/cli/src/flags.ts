import { flagOf, optionGroups, type RunConfig, type RunOptions, runConfigSchema } from "@softmax/trainer";
import { type Command, Option } from "commander";
import { usageError } from "./failure.js";
import { choicesOf, describeValue, parseValue, type ValueSchema } from "./values.js";

type Field = keyof RunConfig;
const fields = Object.keys(runConfigSchema.shape) as Field[];

/** Adds a flag for every option of a run but `without`, from the schema that checks it. */
export function addRunFlags(command: Command, without: readonly Field[] = []): void {
  for (const heading of ["Data", "Model", "Solver"] as const)
    for (const field of fields.filter((name) => optionGroups[name] === heading && !without.includes(name)))
      for (const option of flagsFor(field, runConfigSchema.shape[field]))
        command.addOption(option.helpGroup(`${heading}:`));
}

/** The options of a run among parsed flags: what the user typed, and nothing else. */
export const runOptionsOf = (flags: object): RunOptions => pick(flags, fields);

/** The given fields of a record that are there. */
export function pick(record: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

/** The part of a zod schema that a flag is made from. */
interface FieldSchema {
  toJSONSchema(options: { io: "input" }): object;
  safeParse(value: unknown): { readonly success: boolean };
}

type DescribedValue = ValueSchema & { readonly description: string; readonly default?: unknown };

/** The flags of one field of a schema: its type, description, choices and default are read off it. */
export function flagsFor(field: string, schema: FieldSchema, name = flagOf(field)): Option[] {
  const value = schema.toJSONSchema({ io: "input" }) as DescribedValue;
  if (value.type === "boolean") return booleanFlags(name, value);
  const option = new Option(`${name} ${placeholder(value)}`, helpText(value));
  option.argChoices = choicesOf(value)?.slice();
  return [option.argParser((text: string) => parseFlag(name, text, value, schema))];
}

/** `--x`, and `--no-x` too where the choice is made from the data unless the user makes it. */
function booleanFlags(name: string, { description, default: usual }: DescribedValue): Option[] {
  const yes = new Option(name, description);
  return usual === false ? [yes] : [yes, new Option(name.replace("--", "--no-"), "Do not.")];
}

function helpText(value: DescribedValue): string {
  const text = value.description.replace(/\.$/, "");
  const choices = choicesOf(value);
  const extra = [
    choices && choices.length > 1 ? `one of ${choices.join(", ")}` : "",
    value.default === undefined ? "" : `default ${value.default}`,
  ].filter((part) => part !== "");
  return extra.length > 0 ? `${text} (${extra.join("; ")}).` : `${text}.`;
}

function placeholder(value: ValueSchema): string {
  if (choicesOf(value)) return "<name>";
  if (value.type === "array") return value.items?.type === "number" ? "<x,…>" : "<A,B>";
  if (value.type === "integer") return "<n>";
  if (value.type === "number") return "<x>";
  return value.format === "uri" ? "<url>" : "<column>";
}

function parseFlag(name: string, text: string, value: ValueSchema, schema: FieldSchema): unknown {
  const parsed = parseValue(text, value);
  if (schema.safeParse(parsed).success) return parsed;
  throw usageError(`${name}: found ${JSON.stringify(text)}, expected ${describeValue(value)}`);
}
