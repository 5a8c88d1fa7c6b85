import type { RunOptions } from "./runConfig.js";

/** `labelSmoothing` as `--label-smoothing`; `C` stays `--C`. */
export const flagOf = (option: string): string =>
  `--${option.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Options of a run as one would type them after `softmax train`, a word each.
 *
 * @example
 * typedFlags({ l2: 1e-3, standardize: false }); // ["--l2", "0.001", "--no-standardize"]
 */
export function typedFlags(options: RunOptions): string[] {
  return Object.entries(options).flatMap(([field, value]) => {
    const flag = flagOf(field);
    if (typeof value === "boolean") return booleanFlag(field, value);
    return [flag, Array.isArray(value) ? value.map(listItem).join(",") : String(value)];
  });
}

/** What is off by default has no flag that turns it off. */
const booleanFlag = (field: string, value: boolean): string[] => {
  const flag = flagOf(field);
  if (value) return [flag];
  return field === "deterministic" ? [] : [flag.replace("--", "--no-")];
};

const listItem = (name: string): string => (name.includes(",") ? `"${name}"` : name);

/** A word as a POSIX shell has to be given it. */
export const shellQuoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/**
 * The command that trains as `train(dataset, options)` does, on the data at `data`: a file, a folder or the name of a
 * bundled table.
 *
 * @example
 * trainCommand("my data.csv", { label: "kind", l2: 1e-3 }); // "softmax train 'my data.csv' --label kind --l2 0.001"
 */
export const trainCommand = (data: string, options: RunOptions): string =>
  ["softmax", "train", data, ...typedFlags(options)].map(shellQuoted).join(" ");

/**
 * The same as a TypeScript module.
 *
 * @example
 * trainModule("iris", { l2: 1e-3 }, "bundled").split("\n").at(-2); // "console.log(result.message);"
 */
export function trainModule(data: string, options: RunOptions, kind: "file" | "bundled"): string {
  const [read, entry] =
    kind === "file" ? ["readDataset", "@softmax/datasets/node"] : ["loadDataset", "@softmax/datasets"];
  return `import { ${read} } from "${entry}";
import { fit } from "@softmax/trainer";

const dataset = await ${read}(${JSON.stringify(data)});
const result = await fit(dataset, ${JSON.stringify(options, null, 2)});
console.log(result.message);
`;
}
