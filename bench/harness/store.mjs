import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "./cache.mjs";

/**
 * Results on disk, one file a benchmark. What a benchmark has so far is `<name>.partial.json`; it becomes
 * `<name>.json` only when the benchmark has come to its end, so that a run that was broken off leaves the last
 * whole one in place.
 */
export function openStore(folder) {
  const file = (name) => join(folder, `${name}.json`);
  const partial = (name) => join(folder, `${name}.partial.json`);
  const text = (result) => `${JSON.stringify(result, undefined, 1)}\n`;
  return {
    savePartial: (name, result) => writeWhole(partial(name), text(result)),
    async save(name, result) {
      await writeWhole(file(name), text(result));
      await rm(partial(name), { force: true });
    },
    /** Every whole result, by name. */
    async readAll() {
      const names = await readdir(folder).catch(() => []);
      const whole = names.filter((name) => name.endsWith(".json") && !name.endsWith(".partial.json"));
      const entries = whole.map(async (name) => [
        name.slice(0, -5),
        JSON.parse(await readFile(join(folder, name), "utf8")),
      ]);
      return new Map(await Promise.all(entries));
    },
  };
}
