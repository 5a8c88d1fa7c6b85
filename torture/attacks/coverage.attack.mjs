/**
 * How much of the parsers of model files, checkpoints and records of runs hostile files get to: every branch of them, as V8
 * counts blocks, but for what only writers run. The files are valid ones with every change of one place in their JSON, and
 * mutations by chance. A block that none of them gets to is a failure; it would be code that no attack has tried.
 */

import { readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundlePrograms } from "../../tools/bundle.mjs";
import { root } from "../../tools/process.mjs";

export const title = "Every branch of the parsers";
export const promise = 2;
/** Inputs by chance. */
export const short = 40_000;

const parsers = [
  "packages/tensor-core/src/safetensors.ts",
  "packages/trainer/src/sealed.ts",
  "packages/trainer/src/storedJson.ts",
  "packages/trainer/src/modelFile.ts",
  "packages/trainer/src/checkpoint.ts",
  "packages/trainer/src/node/runRecord.ts",
  "packages/datasets/src/packEncoders.ts",
];

export async function attack({ seed, scratch }) {
  const { covered } = await bundlePrograms(join(scratch, "covered"), { covered: "torture/fuzz/covered.ts" });
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const { readMutations } = await import(pathToFileURL(covered));
  const inputs = await readMutations(root, seed, short);
  const { result } = await session.post("Profiler.takePreciseCoverage");
  session.disconnect();
  const scripts = result.filter(({ url }) => url.includes(pathToFileURL(join(scratch, "covered")).href));
  const found = scripts.flatMap(blocksOf);
  const missed = found.filter(({ count }) => count === 0);
  return {
    counts: { blocks: found.length, reached: found.length - missed.length, inputs },
    failures: missed.map(({ parser, text }) => `${parser}: no input gets to ${text}`),
  };
}

/** Blocks of the parsers in a bundle, in which a comment names the source of what follows it. */
function blocksOf({ url, functions }) {
  const code = readFileSync(new URL(url), "utf8");
  const sources = [...code.matchAll(/^\/\/ (\S+\.ts)$/gm)].map(({ 1: path, index }) => ({ path, index }));
  const parserAt = (offset) =>
    parsers.find((path) => sources.findLast(({ index }) => index <= offset)?.path.endsWith(path));
  const writers = functions.filter(({ functionName }) => functionName.startsWith("encode"));
  const isWriting = ({ startOffset, endOffset }) =>
    writers.some(({ ranges: [all] }) => all.startOffset <= startOffset && endOffset <= all.endOffset);
  return functions
    .flatMap(({ ranges }) => ranges)
    .filter((range) => !isWriting(range))
    .flatMap(({ startOffset, endOffset, count }) => {
      const parser = parserAt(startOffset);
      return parser ? [{ parser, count, text: code.slice(startOffset, endOffset).trim().slice(0, 200) }] : [];
    });
}
