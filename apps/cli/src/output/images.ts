import type { ImageLayout } from "@softmax/datasets";
import type { ModelParts } from "@softmax/trainer";
import type { Style } from "./style.js";
import { pad, printable, truncate } from "./width.js";

/** The layout of the images that a model classifies, where its only features are pixels. */
export function imagesOf({ encoders }: ModelParts): ImageLayout | undefined {
  const [encoder, ...others] = encoders;
  if (others.length > 0 || encoder?.kind !== "block") return undefined;
  return encoder.image;
}

/**
 * The weights of each class as a picture: red where a bright pixel speaks for the class, blue where it speaks
 * against it, black where it says nothing; without colors, denser where it speaks for it. Color channels are
 * added up. Two pixel rows share a line of text.
 */
export function weightImages(
  model: ModelParts,
  layout: ImageLayout,
  columns: number,
  style: Style,
): string[] {
  const { width } = layout;
  const grids = model.classes.map((_, c) => gridOf(model, layout, c));
  const largest = Math.max(...grids.flat(2).map(Math.abs), 1e-300);
  const perRow = Math.max(1, Math.floor((columns + 2) / (width + 2)));
  const pictures = grids.map((grid) => picture(grid, largest, style));
  const lines: string[] = [];
  for (let from = 0; from < pictures.length; from += perRow) {
    const row = pictures.slice(from, from + perRow);
    const names = row.map((_, k) => pad(truncate(printable(model.classes[from + k]), width), width));
    lines.push("", names.join("  ").trimEnd());
    for (const [y] of row[0].entries()) lines.push(row.map((each) => each[y]).join("  "));
  }
  const legend = style.colors
    ? "a bright pixel speaks for the class where red, against it where blue"
    : "what speaks for the class";
  return [style.dim(`weights: ${legend}`), ...lines];
}

/** Weights [height][width] of a class, over all channels. */
function gridOf({ weights, classes }: ModelParts, layout: ImageLayout, c: number): number[][] {
  const { height, width, channels, order } = layout;
  const from = c * (weights.length / classes.length);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const at = y * width + x;
      let sum = 0;
      for (let k = 0; k < channels; k++)
        sum += weights[from + (order === "planar" ? k * height * width + at : at * channels + k)];
      return sum;
    }),
  );
}

function picture(grid: readonly (readonly number[])[], largest: number, style: Style): string[] {
  const black = 16;
  return Array.from({ length: Math.ceil(grid.length / 2) }, (_, row) => {
    const [upper, lower] = [grid[2 * row], grid[2 * row + 1]];
    return upper
      .map((value, x) =>
        style.colors
          ? style.pair(color(value / largest), lower ? color(lower[x] / largest) : black, "▀")
          : shade((value + (lower?.[x] ?? value)) / 2 / largest),
      )
      .join("");
  });
}

/** Of the 6 × 6 × 6 color cube (16 + 36 r + 6 g + b): black to red to orange, black to blue to sky. */
function color(share: number): number {
  const level = Math.round(Math.sqrt(Math.abs(share)) * 5);
  const green = Math.max(0, level - 3);
  return share > 0 ? 16 + 36 * level + 6 * green : 16 + 6 * green + level;
}

const shades = " .:-=+*#%@";

const shade = (share: number): string =>
  shades[Math.round(Math.sqrt(Math.max(0, share)) * (shades.length - 1))];
