import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { columnLabels, type Dataset, findColumn } from "@softmax/datasets";

/**
 * Writes images in CIFAR-10's official binary layout, described at https://www.cs.toronto.edu/~kriz/cifar.html:
 * an image is a byte with its class and 3072 bytes of pixels, all red ones, then green, then blue, row by row;
 * `data_batch_1.bin` … `data_batch_5.bin`, `test_batch.bin`, and the class names in `batches.meta.txt`.
 */
export function writeCifarBinary(folder: string, dataset: Dataset): void {
  mkdirSync(folder);
  const classes = [...new Set(columnLabels(findColumn(dataset, "label")))].sort() as string[];
  const write = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes);
  const size = dataset.nSamples / 5;
  for (let k = 0; k < 5; k++)
    write(`data_batch_${k + 1}.bin`, records(dataset, classes, k * size, (k + 1) * size));
  write("test_batch.bin", records(dataset.test!, classes, 0, dataset.test!.nSamples));
  write("batches.meta.txt", `${classes.join("\n")}\n\n`);
}

function records(dataset: Dataset, classes: readonly string[], from: number, to: number): Uint8Array {
  const pixel = findColumn(dataset, "pixel");
  if (pixel.kind !== "block" || pixel.features.kind !== "dense" || pixel.image?.order !== "planar")
    throw new Error("writeCifarBinary: expected planar images");
  const { data, nColumns } = pixel.features;
  const labels = columnLabels(findColumn(dataset, "label"));
  const bytes = new Uint8Array((to - from) * (nColumns + 1));
  for (let i = from; i < to; i++) {
    const at = (i - from) * (nColumns + 1);
    bytes[at] = classes.indexOf(labels[i] as string);
    bytes.set(data.subarray(i * nColumns, (i + 1) * nColumns), at + 1);
  }
  return bytes;
}
