import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "./process.mjs";

/** Hash of the files' contents; a missing file counts as empty. */
export async function contentHash(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\n${await readFile(file, "utf8").catch(() => "")}\n`);
  return hash.digest("hex");
}

/** Hash of the files' sizes and times of change: enough to notice an edit, and fast. */
export async function changeHash(files) {
  const hash = createHash("sha256");
  for (const file of files) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/** Whether the stamp at `path` was left by `markDone` with this hash. */
export const isDone = async (path, hash) => (await readFile(path, "utf8").catch(() => "")) === hash;

export async function markDone(path, hash) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, hash);
}

/** The folders of the packages and apps, e.g. `packages/losses`. */
export async function workspaceFolders() {
  const folders = [];
  for (const parent of ["packages", "apps"])
    for (const entry of await readdir(join(root, parent), { withFileTypes: true }))
      if (entry.isDirectory()) folders.push(join(root, parent, entry.name));
  return folders.sort();
}
