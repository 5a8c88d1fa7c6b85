import type { Picture } from "../shared/ipc/inspect.js";

/** Where a picture differs from its ground. */
export interface Ink {
  /** The longer side of what is drawn over the longer side of the picture. */
  readonly extent: number;
  /** Brighter than the ground, which is the color of most of the border. */
  readonly bright: boolean;
}

/** Share of the range of bytes from which a pixel counts as drawn. */
const drawn = 0.25 * 255;

export function inkOf(picture: Picture): Ink {
  const { width, height, channels, pixels } = picture;
  const gray = (x: number, y: number) => {
    let sum = 0;
    for (let k = 0; k < channels; k++) sum += pixels[(y * width + x) * channels + k];
    return sum / channels;
  };
  const ground = borderMean(width, height, gray);
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (Math.abs(gray(x, y) - ground) > drawn) {
        [left, right] = [Math.min(left, x), Math.max(right, x)];
        [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      }
  const longer = Math.max(right - left + 1, bottom - top + 1, 0);
  return { extent: longer / Math.max(width, height), bright: ground < 127.5 };
}

function borderMean(width: number, height: number, gray: (x: number, y: number) => number): number {
  let [sum, n] = [0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) {
        sum += gray(x, y);
        n++;
      }
  return sum / n;
}

export const meanExtent = (inks: readonly Ink[]): number =>
  inks.reduce((sum, { extent }) => sum + extent, 0) / Math.max(1, inks.length);
