import { open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Replaces a file as a whole: written beside it, flushed to the disk, then renamed over it. Whatever happens
 * meanwhile, the file holds either the old bytes or the new ones. After a failure the old ones are intact.
 */
export async function writeAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = temporaryOf(path);
  try {
    await writeFlushed(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw namingPath(error, path);
  }
  await flushFolder(dirname(path)).catch((error) => {
    throw namingPath(error, path);
  });
}

/** The system's error with the path of the file; of a file that is open it says only what could not be done. */
export function namingPath(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || ("path" in error && error.path !== undefined))
    return error;
  error.message += ` '${path}'`;
  return Object.assign(error, { path });
}

/** Where a file is written that is not complete yet. */
export const temporaryOf = (path: string): string => `${path}.${process.pid}.tmp`;

/** Whether a file of this name is one that `writeAtomically` was killed over. */
export const isUnfinished = (name: string): boolean => /\.\d+\.tmp$/.test(name);

async function writeFlushed(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The rename itself must reach the disk; Windows has no such call and needs none. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
