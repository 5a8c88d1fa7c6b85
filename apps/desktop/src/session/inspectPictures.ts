import type { BlockColumn, BlockEncoder, Dataset, Encoder, ImageLayout } from "@softmax/datasets";
import type { Picture } from "../shared/ipc/inspect.js";

/** The one encoder of a model that takes images and nothing else. */
export function imageEncoder(
  encoders: readonly Encoder[],
): (BlockEncoder & { readonly image: ImageLayout }) | undefined {
  const [only, ...others] = encoders;
  if (others.length > 0 || only?.kind !== "block" || !only.image) return undefined;
  return { ...only, image: only.image };
}

type PixelRows = Extract<BlockColumn["features"], { readonly kind: "dense" }>;

/** How pixels are stored, and which of their values is shown as white. */
export interface ImageScale {
  readonly layout: ImageLayout;
  /** The brightest pixel of the training images. */
  readonly brightest: number;
  /** Pixels are whole multiples of it; 0 where they can have any value. */
  readonly unit: number;
}

/** The pixels of a dataset with this encoder's images. */
export function pixelsOf(dataset: Dataset, { column: name }: Pick<Encoder, "column">): PixelRows {
  const column = dataset.columns.find((each) => each.name === name);
  if (column?.kind !== "block" || column.features.kind !== "dense")
    throw new Error(`${dataset.name}: column "${name}" holds no images.`);
  return column.features;
}

export function imageScale(layout: ImageLayout, { data, scale }: PixelRows): ImageScale {
  let most = 0;
  for (let i = 0; i < data.length; i++) if (data[i] > most) most = data[i];
  return { layout, brightest: scale * (most || 1), unit: data instanceof Uint8Array ? scale : 0 };
}

export function pictureOf(
  { data, scale, nColumns }: PixelRows,
  row: number,
  { layout, brightest }: ImageScale,
): Picture {
  const { width, height, channels } = layout;
  const pixels = new Uint8Array(width * height * channels);
  for (const [at, j] of pixelOrder(layout).entries())
    pixels[at] = Math.round((255 * scale * data[row * nColumns + j]) / brightest);
  return { width, height, channels, pixels };
}

/** The bytes of a picture as the features of a sample: what `pictureOf` came from. */
export function featuresOfPicture(pixels: Uint8Array, { layout, brightest, unit }: ImageScale): Float64Array {
  const row = new Float64Array(pixels.length);
  for (const [at, j] of pixelOrder(layout).entries()) {
    const value = (pixels[at] * brightest) / 255;
    row[j] = unit > 0 ? Math.round(value / unit) * unit : value;
  }
  return row;
}

/** For every byte of a picture, channel fastest, the feature that holds it. */
function pixelOrder({ width, height, channels, order }: ImageLayout): Int32Array {
  const nPixels = width * height;
  return Int32Array.from({ length: nPixels * channels }, (_, at) =>
    order === "interleaved" ? at : (at % channels) * nPixels + Math.floor(at / channels),
  );
}
