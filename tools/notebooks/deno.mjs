import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../cacheFolder.mjs";
import { run, Unreachable } from "../process.mjs";

const VERSION = "2.9.6";

/**
 * The path of the Deno that runs the notebooks' cells: the npm registry's, fetched once into the user's cache, so that
 * everyone executes them with the same.
 *
 * @returns {Promise<string>}
 * @throws {Unreachable}
 */
export async function deno() {
  const folder = join(cacheFolder(), `deno-${VERSION}`);
  const executable = join(folder, "node_modules", ".bin", process.platform === "win32" ? "deno.cmd" : "deno");
  if (existsSync(executable)) return executable;
  console.error(`Fetching Deno ${VERSION} from the npm registry (45 MB, once) …`);
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent"];
  const { code } = await run("npm", ["install", "--prefix", folder, ...flags, `deno@${VERSION}`]);
  if (code !== 0 || !existsSync(executable))
    throw new Unreachable(`no Deno: the npm registry could not be reached, or has no deno@${VERSION}`);
  return executable;
}
