import { type CachedBlocks, cacheFolder, clearCache, listCache } from "@softmax/trainer/node";
import { Command } from "commander";
import { byteSize, plural } from "../output/numbers.js";
import { printJson, printLines } from "../output/print.js";
import { table } from "../output/table.js";
import { printable } from "../output/width.js";

export const cacheCommand = (): Command =>
  new Command("cache")
    .option("--clear", "Delete all of it.")
    .option("--json", "Print one JSON object.")
    .action(async ({ clear = false, json }: { clear?: boolean; json?: boolean }) => {
      const cached = clear ? await clearCache() : await listCache();
      const folder = cacheFolder();
      if (json) return printJson({ folder, deleted: clear, files: cached });
      return printLines(cacheLines(folder, cached, clear));
    });

/** What there is, or was. */
export function cacheLines(folder: string, cached: readonly CachedBlocks[], deleted: boolean): string[] {
  const bytes = cached.reduce((sum, each) => sum + each.bytes, 0);
  const size = `${plural(cached.length, "file")} of encoded rows, ${byteSize(bytes)}`;
  if (deleted) return [`deleted ${size}, in ${folder}`];
  if (cached.length === 0) return [`nothing in ${folder}`];
  const rows = cached.map(({ name, nRows, bytes, usedAt }) => [
    name === undefined ? "damaged" : printable(name),
    nRows === undefined ? "" : plural(nRows, "row"),
    byteSize(bytes),
    `used ${day(usedAt)}`,
  ]);
  const lines = table(rows, ["left", "right", "right", "left"]);
  return [`${size}, in ${folder}`, "", ...lines.map((line) => `  ${line}`)];
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
