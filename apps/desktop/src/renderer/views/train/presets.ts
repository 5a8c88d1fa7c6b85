import type { RunOptions } from "@softmax/trainer";
import type { OptionField } from "../../../shared/ipc/train.js";

export interface Preset {
  readonly name: string;
  /** When to take it, in a sentence. */
  readonly sentence: string;
  /** Options of the groups Model and Solver; those that are absent are left to their defaults. */
  readonly options: RunOptions;
}

export const presets: readonly Preset[] = [
  {
    name: "Standard",
    sentence: "The optimum, by the method that suits the data.",
    options: {},
  },
  {
    name: "Quick look",
    sentence: "Thirty steps at most: a first impression, not the optimum.",
    options: { maxSteps: 30 },
  },
  {
    name: "Exact",
    sentence: "The optimum in double precision, with the same bytes on every machine.",
    options: { precision: "float64", deterministic: true },
  },
  {
    name: "Few features",
    sentence: "The l1 penalty sets weights that help little to exactly zero.",
    options: { l2: 0, l1: 0.01 },
  },
  {
    name: "Mini-batches",
    sentence: "Five passes by Adam: for data so large that a pass takes minutes.",
    options: { solver: "adam", epochs: 5, batchSize: 256 },
  },
];

type Options = Readonly<Record<string, unknown>>;

/** The options with those of the preset in place of all that concern the model and the solver. */
export function withPreset(preset: Preset, options: Options, fields: readonly OptionField[]): Options {
  const ofData = fields.filter(({ group }) => group === "Data").map(({ name }) => name as string);
  const kept = Object.entries(options).filter(([name]) => ofData.includes(name));
  return { ...Object.fromEntries(kept), ...preset.options };
}

/** The preset that the options are, if any. */
export function presetOf(options: Options, fields: readonly OptionField[]): Preset | undefined {
  return presets.find((preset) => {
    const same = withPreset(preset, options, fields);
    const names = new Set([...Object.keys(same), ...Object.keys(options)]);
    return [...names].every((name) => same[name] === options[name]);
  });
}
