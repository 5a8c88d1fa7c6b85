import { createHash } from "node:crypto";
import { mkdir, readdir, rm, stat, statfs, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { DataError } from "@softmax/datasets";
import { type BlockSize, blockBytes, FormatError } from "@softmax/tensor-core";
import type { BlockStore, BlockWriter } from "../../blocks/blocks.js";
import { isUnfinished } from "../writeAtomically.js";
import { formatVersion } from "./blockFooter.js";
import { openBlocks } from "./openBlocks.js";
import { type BlockCut, writeBlocks } from "./writeBlocks.js";

/** A file of the cache. */
interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  /** When a run last used it. */
  readonly usedAt: Date;
}

/** Encoded rows of the cache. */
export interface CachedBlocks extends CachedFile {
  /** Of the data; absent where the file is damaged. */
  readonly name?: string;
  readonly nRows?: number;
}

const ending = ".blocks";
/** What no run has used for so long is removed when something new is written. */
const KEPT_MILLISECONDS = 30 * 24 * 3600 * 1000;
/** A file that was being written, and has not grown for so long, nobody writes any more. */
const UNFINISHED_MILLISECONDS = 3600 * 1000;

/**
 * Where encoded rows are kept, so that the next run with the same data and encoding need not encode them again: the
 * environment variable SOFTMAX_CACHE, or a folder where the system has its caches.
 */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  const { SOFTMAX_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (SOFTMAX_CACHE) return SOFTMAX_CACHE;
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "softmax");
  if (platform === "win32")
    return join(LOCALAPPDATA || join(homedir(), "AppData", "Local"), "softmax", "cache");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "softmax");
}

/** The key of an encoding: sha256 of all that it depends on, and of how files are laid out. */
export const blockKey = (dependsOn: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify([formatVersion, dependsOn]))
    .digest("hex");

/** Where the rows of that key are, or will be. */
export const blockPath = (key: string): string => join(cacheFolder(), key + ending);

/** The rows of that key, if they are there and no block has more than `mostBytes`. A file that is damaged is removed. */
export async function cachedBlocks(key: string, mostBytes: number): Promise<BlockStore | undefined> {
  const path = blockPath(key);
  try {
    const store = await openBlocks(path);
    const fits = (size: BlockSize) => size.nRows === 1 || blockBytes(store.layout, size) <= mostBytes;
    if (Object.values(store.parts).every(({ blocks }) => blocks.every(fits))) {
      const now = new Date();
      await utimes(path, now, now);
      return store;
    }
    await store.close();
  } catch (error) {
    if (isDamage(error)) await rm(path);
    else if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return undefined;
}

/**
 * A writer of rows for that key. What nobody has used for 30 days is removed first.
 *
 * @param bytes about what the file will have
 * @throws DataError where the disk has not that much space
 */
export async function cacheBlocks(key: string, cut: BlockCut, bytes: number): Promise<BlockWriter> {
  const folder = cacheFolder();
  await mkdir(folder, { recursive: true });
  await removeExpired(folder);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < bytes)
    throw new DataError(
      `${folder}: the encoded rows need about ${megabytes(bytes)} MB, but ${megabytes(free)} MB are free; free some, or name a folder on another disk by the environment variable SOFTMAX_CACHE`,
    );
  return writeBlocks(blockPath(key), cut);
}

const megabytes = (bytes: number): string => Math.ceil(bytes / 1e6).toLocaleString("en-US");

/** What the cache holds, the latest used first. */
export async function listCache(folder = cacheFolder()): Promise<CachedBlocks[]> {
  const files = (await blockFiles(folder)).sort((a, b) => b.usedAt.getTime() - a.usedAt.getTime());
  return Promise.all(files.map(async (file) => ({ ...file, ...(await headOf(file.path)) })));
}

/** Removes all that the cache holds, and what was left of writing to it; returns what was removed. */
export async function clearCache(folder = cacheFolder()): Promise<CachedBlocks[]> {
  const cached = await listCache(folder);
  for (const { path } of cached) await rm(path, { force: true });
  await removeUnfinished(folder, 0);
  await rm(join(folder, "sources"), { recursive: true, force: true });
  return cached;
}

async function headOf(path: string): Promise<Pick<CachedBlocks, "name" | "nRows">> {
  try {
    const store = await openBlocks(path);
    await store.close();
    const nRows = Object.values(store.parts).reduce((sum, part) => sum + part.nRows, 0);
    return { name: store.name, nRows };
  } catch (error) {
    if (isDamage(error)) return {};
    throw error;
  }
}

const isDamage = (error: unknown): boolean => error instanceof FormatError || error instanceof DataError;

async function blockFiles(folder: string): Promise<CachedFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const files: CachedFile[] = [];
  for (const name of names.filter((each) => each.endsWith(ending))) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info) files.push({ path, bytes: info.size, usedAt: info.mtime });
  }
  return files;
}

async function removeExpired(folder: string): Promise<void> {
  const now = Date.now();
  for (const { path, usedAt } of await blockFiles(folder))
    if (now - usedAt.getTime() > KEPT_MILLISECONDS) await rm(path, { force: true });
  await removeUnfinished(folder, UNFINISHED_MILLISECONDS);
}

async function removeUnfinished(folder: string, idleMilliseconds: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!isUnfinished(name)) continue;
    const info = await stat(join(folder, name)).catch(() => undefined);
    if (info && Date.now() - info.mtimeMs >= idleMilliseconds) await rm(join(folder, name), { force: true });
  }
}
