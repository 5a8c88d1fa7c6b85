import { readFileSync } from "node:fs";

/** Every benchmark, in the order in which they run and are reported: `benchmarks/<name>.bench.mjs`. */
export const benchmarkNames = [
  "pass",
  "fashion",
  "cifar",
  "text",
  "letter",
  "elasticnet",
  "small",
  "predict",
  "adam",
  "refit",
  "regret",
  "kernels",
  "scaling",
  "readers",
  "memory",
  "scale",
  "startup",
  "javascript",
];

const file = (name) => new URL(`benchmarks/${name}.bench.mjs`, import.meta.url);

/**
 * A benchmark: its title, its generator of results, and its docstring, which says what a reader may conclude and which
 * the report shows, so that it is written once.
 */
export async function loadBenchmark(name) {
  const { title, run } = await import(file(name));
  const [, comment] = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(readFileSync(file(name), "utf8"));
  return { name, title, run, about: comment.replace(/^ \* ?/gm, "").replace(/(\S)\n(?=\S)/g, "$1 ") };
}
