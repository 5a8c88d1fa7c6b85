import type { ImageLayout } from "@softmax/datasets";
import type { Palette, Rgb } from "../../../pictures/palette.js";

export interface WeightColors {
  readonly zero: Rgb;
  readonly positive: Rgb;
  readonly negative: Rgb;
}

/** What speaks for a class is orange, what speaks against it blue; here as in Inspect. */
export const weightColors = ({ surface, classes }: Palette): WeightColors => ({
  zero: surface,
  positive: classes[1],
  negative: classes[0],
});

/**
 * A class's weights as RGBA pixels, a pixel a weight: from `zero` toward `positive` or `negative` by w / most. An image
 * of three channels is in color: each channel is 1/2 + w / (2 most).
 *
 * @param weights Those of one class, in the layout's order.
 * @param most The weight that gets the full color.
 */
export function weightPixels(
  weights: ArrayLike<number>,
  { height, width, channels, order }: ImageLayout,
  most: number,
  colors: WeightColors,
): Uint8ClampedArray<ArrayBuffer> {
  const size = height * width;
  const pixels = new Uint8ClampedArray(4 * size);
  const at = (pixel: number, channel: number) =>
    weights[order === "planar" ? channel * size + pixel : pixel * channels + channel] / most;
  for (let pixel = 0; pixel < size; pixel++) {
    const color =
      channels === 3 ? [0, 1, 2].map((k) => 127.5 * (1 + at(pixel, k))) : shade(at(pixel, 0), colors);
    pixels.set(color, 4 * pixel);
    pixels[4 * pixel + 3] = 255;
  }
  return pixels;
}

function shade(share: number, { zero, positive, negative }: WeightColors): number[] {
  const toward = share >= 0 ? positive : negative;
  const t = Math.min(1, Math.abs(share));
  return zero.map((ground, k) => ground + t * (toward[k] - ground));
}

/**
 * The weight that gets the full color: larger than 95 % of them in size, so that a few pixels that are hardly ever lit
 * do not make all others pale. At least the smallest positive number.
 */
export function fullColor(weights: ArrayLike<number>): number {
  const sizes = Float64Array.from(weights, Math.abs).sort();
  return Math.max(Number.MIN_VALUE, sizes[Math.ceil(0.95 * sizes.length) - 1] ?? 0);
}
