import type { Dataset } from "@softmax/datasets";
import type { GalleryImage } from "../shared/ipc/data.js";
import { cellOf } from "./datasetSummary.js";
import { type ImageScale, imageScale, pictureOf } from "./inspectPictures.js";

export interface ImagesAsked {
  readonly column: string;
  readonly label: string | null;
  readonly from: number;
  readonly count: number;
}

/** Finding the brightest pixel takes a pass over all images. */
const scales = new WeakMap<object, ImageScale>();

export function imagesOf(dataset: Dataset, { column, label, from, count }: ImagesAsked): GalleryImage[] {
  const images = dataset.columns.find(({ name }) => name === column);
  if (images?.kind !== "block" || !images.image || images.features.kind !== "dense")
    throw new Error(`${dataset.name}: column "${column}" holds no images.`);
  const pixels = images.features;
  const scale = scales.get(pixels) ?? imageScale(images.image, pixels);
  scales.set(pixels, scale);
  const labels = dataset.columns.find(({ name }) => name === label);
  const end = Math.min(dataset.nSamples, from + count);
  return Array.from({ length: Math.max(0, end - from) }, (_, k) => ({
    picture: pictureOf(pixels, from + k, scale),
    label: labels ? cellOf(labels, from + k) : null,
  }));
}
