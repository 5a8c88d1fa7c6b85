import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import yauzl from "yauzl";

/**
 * Unpacks those files of a zip archive for which `target(name)` gives a path below `folder`; the others are passed over.
 * Permissions are kept.
 *
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | undefined} target
 */
export async function unpack(archive, folder, target) {
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      const name = target(entry.fileName);
      if (name === undefined || entry.fileName.endsWith("/")) continue;
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { mode }));
    }
  } finally {
    zip.close();
  }
}
