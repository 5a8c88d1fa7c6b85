import { cssColor, type Palette } from "./palette.js";
import { decisionRegions, type PlaneLogits, type PlaneView, type Polygon, projection } from "./plane.js";

export interface Regions {
  readonly logits: PlaneLogits;
  readonly view: PlaneView;
  readonly palette: Palette;
}

/** How much of its color a class that is certain gives to the ground. */
const strength = 0.36;
/** Probabilities are computed for squares of this many pixels and drawn smoothly. */
const cell = 4;

/**
 * Fills the whole canvas: every place in the mixture of the classes' colors by their probabilities there, and the
 * exact lines where the most probable class changes.
 *
 * @example
 * drawRegions(canvas.getContext("2d")!, { logits: overRawCoordinates(…), view, palette: readPalette() });
 */
export function drawRegions(context: CanvasRenderingContext2D, regions: Regions): void {
  const { width, height } = context.canvas;
  const [columns, rows] = [Math.max(1, Math.ceil(width / cell)), Math.max(1, Math.ceil(height / cell))];
  const shades = new OffscreenCanvas(columns, rows);
  const image = new ImageData(shadedCells(regions, columns, rows), columns, rows);
  shades.getContext("2d")!.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(shades, 0, 0, width, height);
  drawBoundaries(context, regions);
}

/** RGBA of `rows × columns` cells: the surface, tinted by Σ_c p_c · color_c at each cell's center. */
export function shadedCells(
  { logits: { weights, bias }, view, palette }: Regions,
  columns: number,
  rows: number,
): Uint8ClampedArray<ArrayBuffer> {
  const C = bias.length;
  const tints = Array.from({ length: C }, (_, c) => tintOf(palette, c));
  const { toPlane } = projection(view, columns, rows);
  const pixels = new Uint8ClampedArray(4 * columns * rows);
  const p = new Float64Array(C);
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at += 4) {
      const [x, y] = toPlane(column + 0.5, row + 0.5);
      for (let c = 0; c < C; c++) p[c] = weights[2 * c] * x + weights[2 * c + 1] * y + bias[c];
      softmaxInPlace(p);
      let [red, green, blue] = [0, 0, 0];
      for (let c = 0; c < C; c++) {
        red += p[c] * tints[c][0];
        green += p[c] * tints[c][1];
        blue += p[c] * tints[c][2];
      }
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      pixels[at + 3] = 255;
    }
  return pixels;
}

const tintOf = ({ surface, classes }: Palette, c: number): number[] =>
  surface.map((ground, k) => ground + strength * (classes[c % classes.length][k] - ground));

/** z ↦ e^{z_c − max z} / Σ_k e^{z_k − max z}. */
function softmaxInPlace(z: Float64Array): void {
  let most = z[0];
  for (let c = 1; c < z.length; c++) if (z[c] > most) most = z[c];
  let sum = 0;
  for (let c = 0; c < z.length; c++) {
    z[c] = Math.exp(z[c] - most);
    sum += z[c];
  }
  for (let c = 0; c < z.length; c++) z[c] /= sum;
}

/** Each class's region is edged in its own color, inside of the line that it shares with its neighbor. */
function drawBoundaries(context: CanvasRenderingContext2D, { logits, view, palette }: Regions): void {
  const { width, height } = context.canvas;
  const { toPicture } = projection(view, width, height);
  for (const [c, region] of decisionRegions(logits, grown(view)).entries()) {
    if (region.length === 0) continue;
    const path = pathOf(region, toPicture);
    context.save();
    context.clip(path);
    context.strokeStyle = cssColor(palette.classes[c % palette.classes.length]);
    context.lineWidth = 4 * devicePixelRatio;
    context.stroke(path);
    context.restore();
  }
}

/** Somewhat more than the view, so that its own edges are none of the lines. */
export function grown({ x, y }: PlaneView): PlaneView {
  const [a, b] = [(x[1] - x[0]) / 10, (y[1] - y[0]) / 10];
  return { x: [x[0] - a, x[1] + a], y: [y[0] - b, y[1] + b] };
}

function pathOf(region: Polygon, toPicture: (x: number, y: number) => readonly [number, number]): Path2D {
  const path = new Path2D();
  for (let i = 0; i < region.length; i += 2) path.lineTo(...toPicture(region[i], region[i + 1]));
  path.closePath();
  return path;
}
