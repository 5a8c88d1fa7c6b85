import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseImageFolder, permutation, random } from "../softmax.mjs";
import { cacheFolder, writeWhole } from "./cache.mjs";

const BATCH = 10_000;

/**
 * The folder of CIFAR-10's official binary batches, made once from the archive of JPEG images: each record one label
 * byte and 3,072 planar pixel bytes. The images are decoded by our own reader; their order is shuffled, as in the
 * original, by a fixed seed.
 */
export async function cifarFolder(sharedData) {
  const folder = join(cacheFolder, "cifar-10-batches-bin");
  if (existsSync(join(folder, "batches.meta.txt"))) return folder;
  const archive = join(sharedData, "cifar10-jpeg.tar.gz");
  if (!existsSync(archive)) throw new Error("../shared/data/cifar10-jpeg.tar.gz is not here");
  console.error("  decoding CIFAR-10's 60,000 images (once) …");
  const files = tarFiles(gunzipSync(await readFile(archive)));
  const dataset = await parseImageFolder(files, { name: "cifar10-jpeg" });
  const train = records(dataset);
  for (let batch = 0; batch < 5; batch++)
    await writeWhole(
      join(folder, `data_batch_${batch + 1}.bin`),
      train.subarray(batch * BATCH * 3073, (batch + 1) * BATCH * 3073),
    );
  await writeWhole(join(folder, "test_batch.bin"), records(dataset.test));
  const { categories } = dataset.columns.find(({ kind }) => kind === "string");
  await writeWhole(join(folder, "batches.meta.txt"), `${categories.join("\n")}\n\n`);
  return folder;
}

function records({ columns: [{ features }, { codes }] }) {
  const { nRows, nColumns, data } = features;
  const order = permutation(random(0, "cifar"), nRows);
  const bytes = new Uint8Array(nRows * (1 + nColumns));
  for (let k = 0; k < nRows; k++) {
    const i = order[k];
    bytes[k * (1 + nColumns)] = codes[i];
    bytes.set(data.subarray(i * nColumns, (i + 1) * nColumns), k * (1 + nColumns) + 1);
  }
  return bytes;
}

/**
 * The regular files of a tar archive.
 * @see POSIX.1-2001, pax, "ustar Interchange Format"
 */
export function tarFiles(archive) {
  const text = (from, length) =>
    new TextDecoder().decode(archive.subarray(from, from + length)).replace(/\0.*$/s, "");
  const files = [];
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const name = text(at, 100);
    const prefix = text(at + 257, 5) === "ustar" ? text(at + 345, 155) : "";
    const size = Number.parseInt(text(at + 124, 12), 8);
    const contents = archive.subarray(at + 512, at + 512 + size);
    const type = archive[at + 156];
    if (type === 0 || type === 0x30)
      files.push({ path: prefix ? `${prefix}/${name}` : name, read: () => contents });
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return files;
}
