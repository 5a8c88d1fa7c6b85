import { mkdir, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { env, platform } from "node:process";
import { fileURLToPath } from "node:url";

const systemCache = {
  darwin: join(homedir(), "Library", "Caches"),
  win32: env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"),
}[platform];

/** Where prepared data and the Python peers are kept: the system's cache folder, outside the repository. */
export const cacheFolder = join(
  env.XDG_CACHE_HOME ?? systemCache ?? join(homedir(), ".cache"),
  "softmax-bench",
);

/** Writes a file whole or not at all, and the folders it needs. */
export async function writeWhole(path, contents) {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  await writeFile(partial, contents);
  await rename(partial, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(cacheFolder);
