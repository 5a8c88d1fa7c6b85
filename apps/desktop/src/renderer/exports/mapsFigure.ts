import { tokenColor } from "../design/tokenColor.js";
import { drawing, imageAddress, svg } from "./svg.js";

export interface PixelMap {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

const [side, gap, caption] = [168, 16, 20];

/** Small images beside each other, each over its name, their pixels as squares. */
export function mapsFigure(maps: readonly PixelMap[]): SVGSVGElement {
  const columns = Math.min(maps.length, 5);
  const rows = Math.ceil(maps.length / columns);
  const [across, down] = [side + gap, side + gap + caption];
  const images = maps.flatMap(({ name, width, height, rgba }, k) => {
    const [x, y] = [gap + (k % columns) * across, gap + Math.floor(k / columns) * down];
    return [
      svg("image", {
        ...{ x, y, width: side, height: side },
        href: imageAddress(rgba, width, height),
        "image-rendering": "pixelated",
      }),
      svg(
        "text",
        { x: x + side / 2, y: y + side + 15, "text-anchor": "middle", fill: tokenColor("--text") },
        name,
      ),
    ];
  });
  return drawing(gap + columns * across, gap + rows * down, tokenColor("--surface"), ...images);
}
