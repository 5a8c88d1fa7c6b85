import { withoutCredentials } from "./engines.js";
import type { RunOptions } from "./runConfig.js";

/** `labelSmoothing` as `--label-smoothing`; `C` stays `--C`. */
export const flagOf = (option: string): string =>
  `--${option.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Options of a run as one would type them after `softmax train`, a word each; of `remote` the address alone.
 *
 * @example
 * typedFlags({ l2: 1e-3, standardize: false }); // ["--l2", "0.001", "--no-standardize"]
 */
export function typedFlags(options: RunOptions): string[] {
  return Object.entries(options).flatMap(([field, value]) => {
    const flag = flagOf(field);
    if (typeof value === "boolean") return booleanFlag(field, value);
    if (field === "remote") return [flag, withoutCredentials(String(value))];
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
 * The same as a TypeScript module. Generated data are drawn by the run's seed, as the command draws them.
 *
 * @param test A file with rows to test on, with the same columns.
 * @example
 * trainModule("iris", { l2: 1e-3 }, "bundled").split("\n").at(-2); // "console.log(result.message);"
 */
export function trainModule(
  data: string,
  options: RunOptions,
  kind: "file" | "bundled" | "generated",
  test?: string,
): string {
  if (options.engine === "spark") return sparkModule(data, options);
  const quoted = JSON.stringify(data);
  const seed = kind === "generated" && options.seed ? `, { seed: ${options.seed} }` : "";
  const dataset = kind === "file" ? `await readDataset(${quoted})` : `await loadDataset(${quoted}${seed})`;
  const held = test === undefined ? [] : [`const test = await readDataset(${JSON.stringify(test)});`];
  return [
    ...(kind === "file" ? [] : ['import { loadDataset } from "@softmax/datasets";']),
    ...(kind === "file" || test !== undefined
      ? ['import { readDataset } from "@softmax/datasets/node";']
      : []),
    'import { fit } from "@softmax/trainer";',
    "",
    ...held,
    `const dataset = ${test === undefined ? dataset : `{ ...(${dataset}), test }`};`,
    `const result = await fit(dataset, ${JSON.stringify(options, null, 2)});`,
    "console.log(result.message);",
    "",
  ].join("\n");
}

/** It reads where its Spark is from `SPARK_REMOTE`, unless an address without credentials will do. */
function sparkModule(data: string, { remote, ...options }: RunOptions): string {
  const stated = remote === undefined ? options : { ...options, remote: withoutCredentials(remote) };
  return [
    'import { fitOnSpark } from "@softmax/spark";',
    "",
    `const result = await fitOnSpark(${JSON.stringify(data)}, ${JSON.stringify(stated, null, 2)});`,
    "console.log(result.message);",
    "",
  ].join("\n");
}
