/** Gray values from 0 to 1, row by row. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** Ink below this counts as ground. */
const threshold = 0.05;

/**
 * A drawing as the training images are: its bounding box scaled, keeping its proportions, so that the longer side is
 * `extent` of the image's, averaged over areas, and moved so that its center of mass is in the middle, or as near to it as leaves all of the
 * drawing within. This is how
 * MNIST was made (LeCun et al., "Gradient-based learning applied to document recognition", 1998): 20 of 28 pixels.
 *
 * @returns undefined where nothing is drawn
 */
export function fitDrawing(
  drawing: GrayImage,
  { width, height, extent }: { readonly width: number; readonly height: number; readonly extent: number },
): GrayImage | undefined {
  const box = boundsOf(drawing);
  if (!box) return undefined;
  const side = Math.max(box.width, box.height);
  const scale = Math.max(1, extent * Math.max(width, height)) / side;
  const mass = massCenter(drawing);
  const centerX = within(width, scale * (mass.x - box.left), scale * (box.left + box.width - mass.x));
  const centerY = within(height, scale * (mass.y - box.top), scale * (box.top + box.height - mass.y));
  const values = new Float64Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const left = mass.x + (x - centerX) / scale;
      const top = mass.y + (y - centerY) / scale;
      values[y * width + x] = areaMean(drawing, left, top, 1 / scale);
    }
  return { width, height, values };
}

/** The middle, or the point nearest to it that has `before` on its one side and `after` on its other. */
const within = (size: number, before: number, after: number): number =>
  Math.min(Math.max(size / 2, before), Math.max(size - after, before));

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boundsOf({ width, height, values }: GrayImage): Box | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (values[y * width + x] > threshold) {
        [left, right] = [Math.min(left, x), Math.max(right, x)];
        [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** In pixels from the upper left corner; the middle of the first pixel is at a half. */
function massCenter({ width, height, values }: GrayImage): { x: number; y: number } {
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = values[y * width + x];
      mass += value;
      sumX += value * (x + 0.5);
      sumY += value * (y + 0.5);
    }
  return { x: sumX / mass, y: sumY / mass };
}

/** Mean over the square from (left, top) with this side; outside of the drawing there is nothing. */
function areaMean({ width, height, values }: GrayImage, left: number, top: number, side: number): number {
  let sum = 0;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, top + side); y++)
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, left + side); x++)
      sum += values[y * width + x] * overlap(x, left, side) * overlap(y, top, side);
  return sum / side ** 2;
}

/** How much of the pixel from `at` to `at + 1` lies within `side` from `from`. */
const overlap = (at: number, from: number, side: number): number =>
  Math.max(0, Math.min(at + 1, from + side) - Math.max(at, from));
