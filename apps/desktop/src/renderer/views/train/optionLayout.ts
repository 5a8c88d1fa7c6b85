import type { OptionGroup } from "@softmax/trainer";
import type { OptionField } from "../../../shared/ipc/train.js";

/** Shown at once; all others under "More options". What each is, its default and its sentence are the trainer's. */
const first = ["testSize", "validationSize", "l2", "l1", "solver", "maxSteps", "classWeight", "seed"];

/** Not in the form: the label is chosen with the data, `C` is another word for `l2`. */
const elsewhere = ["label", "C"];

export interface OptionLayout {
  readonly main: readonly OptionField[];
  /** The others, by what they are about. */
  readonly more: readonly { readonly group: OptionGroup; readonly fields: readonly OptionField[] }[];
}

const groups: readonly OptionGroup[] = ["Data", "Model", "Solver"];

export function layoutOf(fields: readonly OptionField[]): OptionLayout {
  const main = first.flatMap((name) => fields.filter((field) => field.name === name));
  const others = fields.filter(({ name }) => !first.includes(name) && !elsewhere.includes(name));
  const more = groups.map((group) => ({ group, fields: others.filter((field) => field.group === group) }));
  return { main, more };
}

/** What a number of the option counts. */
const units: Partial<Record<OptionField["name"], string>> = {
  testSize: "of rows",
  validationSize: "of rows",
  patience: "epochs",
  batchSize: "samples",
  epochs: "epochs",
  maxSteps: "steps",
  threads: "threads",
};

export const unitOf = ({ name }: OptionField): string | undefined => units[name];

/** `validationSize` → `Validation size` */
export function labelOf({ name }: Pick<OptionField, "name">): string {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return /^l\d$/.test(words) ? words : words[0].toUpperCase() + words.slice(1);
}

/** What was typed as the option's value: undefined for nothing, the text itself where it is no number. */
export function typedValue({ kind }: OptionField, text: string): unknown {
  if (text.trim() === "") return undefined;
  if (kind === "number" || kind === "integer") return Number.isNaN(Number(text)) ? text : Number(text);
  if (kind === "boolean") return text === "true";
  if (kind === "list") return text.split(",").map((part) => part.trim());
  return text;
}

/** The sentence that is about this option, of those that the trainer joins by `; `. */
export function problemOf(name: string, problem: string): string | undefined {
  const [, sentence] = new RegExp(`(?:^|; )(${name}: .*?)(?=; \\w+: |$)`).exec(problem) ?? [];
  return sentence;
}

export const yesOrNo = (text: string): string => ({ true: "yes", false: "no" })[text] ?? text;

/**
 * What holds when nothing is chosen: the schema's default, else the one that its sentence names, else `auto` where the
 * data decide, else `none`.
 */
export function defaultLabel({ default: given, description }: OptionField): string {
  if (given !== undefined) return yesOrNo(String(given));
  const [, named] = /default ([\w.-]*\w)(?=[.,;])/.exec(description) ?? [];
  return named ?? (description.includes("default") ? "auto" : "none");
}
