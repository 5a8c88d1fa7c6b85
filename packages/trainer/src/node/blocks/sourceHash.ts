import { createHash } from "node:crypto";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeAtomically } from "../writeAtomically.js";
import { cacheFolder } from "./blockCache.js";

/**
 * sha256 of a file's bytes, in 64 hexadecimal digits. It is remembered with the file's size, times and number, so that a
 * file that has not changed is read once.
 *
 * @param onBytes is told how many bytes have been read since the last time
 */
export async function sourceHash(path: string, onBytes?: (count: number) => void): Promise<string> {
  const absolute = resolve(path);
  const { size, mtimeNs, ctimeNs, ino } = await stat(absolute, { bigint: true });
  const state = [absolute, size, mtimeNs, ctimeNs, ino].join("\n");
  const folder = join(cacheFolder(), "sources");
  const memory = join(folder, createHash("sha256").update(absolute).digest("hex"));
  const [known, hash] = (await readFile(memory, "utf8").catch(() => "")).split("\n\n");
  if (known === state && /^[0-9a-f]{64}$/.test(hash)) {
    onBytes?.(Number(size));
    return hash;
  }
  const found = await hashOf(absolute, onBytes);
  await mkdir(folder, { recursive: true });
  await writeAtomically(memory, `${state}\n\n${found}`);
  return found;
}

/** Through one buffer: what streams allocate is collected late, and would count to the memory of the process. */
async function hashOf(path: string, onBytes?: (count: number) => void): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafeSlow(1 << 20);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
      onBytes?.(bytesRead);
    }
  } finally {
    await file.close();
  }
}
