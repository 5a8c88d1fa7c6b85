import { type BlockColumn, type Dataset, type NumberColumn, parseCifar10 } from "@softmax/datasets";
import { type RandomKey, random, uniform } from "@softmax/tensor-core";

/*
 * Pictures in the layout of CIFAR-10, of its ten classes, but drawn: a few ellipses and boxes each, moved a little, in
 * colors that vary, half of them mirrored, with noise.
 */

/** c ↦ name, as CIFAR-10 numbers them from 0. */
export const classNames = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
] as const;

export const side = 32;
/** Pixels of one color. */
export const planeSize = side * side;
/** Numbers of a picture: all red, all green, all blue, each row by row from the top. */
export const nFeatures = 3 * planeSize;

type Color = readonly [red: number, green: number, blue: number];
/** In pixels from the left and the top: the middle, and half of the width and height. */
type Shape = readonly [kind: "ellipse" | "box", x: number, y: number, dx: number, dy: number, color: Color];

interface Scene {
  readonly above: Color;
  /** Below `horizon`, where there is one. */
  readonly below?: Color;
  readonly horizon?: number;
  /** Each over those before it. */
  readonly shapes: readonly Shape[];
}

const black: Color = [35, 35, 40];
const white: Color = [235, 235, 235];
const sky: Color = [135, 190, 235];
const road: Color = [120, 120, 125];
const meadow: Color = [110, 160, 75];

const scenes: readonly Scene[] = [
  {
    above: sky,
    shapes: [
      ["ellipse", 16, 16, 13, 2.5, white],
      ["box", 16, 17, 2.5, 8, [190, 195, 205]],
      ["box", 5, 13, 1.5, 4, [190, 195, 205]],
    ],
  },
  {
    above: [185, 185, 190],
    below: road,
    horizon: 20,
    shapes: [
      ["box", 16, 15, 6, 3, [150, 200, 220]],
      ["box", 16, 20, 11, 3.5, [200, 40, 40]],
      ["ellipse", 9, 24, 2.8, 2.8, black],
      ["ellipse", 23, 24, 2.8, 2.8, black],
    ],
  },
  {
    above: [195, 215, 225],
    shapes: [
      ["ellipse", 15, 18, 7, 5, [125, 85, 50]],
      ["ellipse", 22, 12, 3.5, 3.5, [140, 95, 60]],
      ["box", 27, 13, 2.5, 1, [240, 180, 40]],
      ["box", 15, 25, 0.8, 3, [240, 180, 40]],
    ],
  },
  {
    above: [225, 200, 165],
    shapes: [
      ["box", 10, 9, 2, 4, [80, 80, 90]],
      ["box", 22, 9, 2, 4, [80, 80, 90]],
      ["ellipse", 16, 17, 9, 8.5, [80, 80, 90]],
      ["ellipse", 12.5, 15, 1.6, 1.6, [190, 220, 90]],
      ["ellipse", 19.5, 15, 1.6, 1.6, [190, 220, 90]],
    ],
  },
  {
    above: [70, 110, 60],
    below: meadow,
    horizon: 18,
    shapes: [
      ["ellipse", 14, 17, 7.5, 4, [165, 115, 65]],
      ["box", 9, 24, 1, 4.5, [150, 100, 55]],
      ["box", 19, 24, 1, 4.5, [150, 100, 55]],
      ["ellipse", 23, 11, 3, 2.5, [165, 115, 65]],
      ["box", 21.5, 6, 0.6, 3, [220, 205, 170]],
      ["box", 25, 6, 0.6, 3, [220, 205, 170]],
    ],
  },
  {
    above: [175, 150, 130],
    shapes: [
      ["ellipse", 16, 16, 7, 9, [205, 160, 100]],
      ["ellipse", 8, 16, 2.8, 7, [120, 75, 40]],
      ["ellipse", 24, 16, 2.8, 7, [120, 75, 40]],
      ["ellipse", 16, 20, 2.5, 2, black],
    ],
  },
  {
    above: [75, 60, 45],
    shapes: [
      ["ellipse", 16, 19, 11, 7, [80, 175, 60]],
      ["ellipse", 10, 11, 3, 3, [130, 215, 90]],
      ["ellipse", 22, 11, 3, 3, [130, 215, 90]],
    ],
  },
  {
    above: [190, 215, 235],
    below: meadow,
    horizon: 15,
    shapes: [
      ["ellipse", 14, 17, 8.5, 4.5, [95, 55, 35]],
      ["box", 8, 25, 1.2, 5, [85, 50, 30]],
      ["box", 20, 25, 1.2, 5, [85, 50, 30]],
      ["box", 22.5, 11, 2, 5, [95, 55, 35]],
      ["ellipse", 25, 7, 4, 2, [95, 55, 35]],
    ],
  },
  {
    above: [205, 220, 230],
    below: [35, 85, 150],
    horizon: 22,
    shapes: [
      ["box", 16, 20, 12, 3, [60, 60, 75]],
      ["box", 14, 14, 6, 3, white],
      ["box", 17, 8, 1.5, 4, [200, 60, 50]],
    ],
  },
  {
    above: [215, 215, 215],
    below: road,
    horizon: 23,
    shapes: [
      ["box", 12, 14, 9, 7.5, [235, 185, 50]],
      ["box", 25, 17, 4, 5, [50, 90, 170]],
      ["ellipse", 8, 24, 2.8, 2.8, black],
      ["ellipse", 24, 24, 2.8, 2.8, black],
    ],
  },
];

/** A picture of class c, [3072] bytes; another key draws another of its kind. */
export function drawPicture(c: number, key: RandomKey): Uint8Array {
  const [mirror, across, down, light, grain] = uniform(key, 5);
  const [dx, dy] = [5 * across - 2.5, 4 * down - 2];
  const from = Math.floor(grain * nFeatures);
  const picture = new Uint8ClampedArray(nFeatures);
  for (let pixel = 0; pixel < planeSize; pixel++) {
    const [, row, column] = placeOf(pixel);
    const x = (mirror < 0.5 ? column : side - 1 - column) + 0.5 - dx;
    const color = colorAt(scenes[c], x, row + 0.5 - dy);
    for (const [plane, byte] of color.entries()) {
      const k = plane * planeSize + pixel;
      picture[k] = (0.75 + 0.4 * light) * byte + 36 * (noise[from + k] - 0.5);
    }
  }
  return new Uint8Array(picture.buffer);
}

/** Drawn once, for it takes longer than all else; every picture has another part of it. */
const noise = uniform(random(0, "noise"), 2 * nFeatures);

/** Where number k of a picture, from 0, comes from. */
export const placeOf = (k: number): readonly [plane: number, row: number, column: number] => [
  Math.floor(k / planeSize),
  Math.floor((k % planeSize) / side),
  k % side,
];

function colorAt({ above, below, horizon = side, shapes }: Scene, x: number, y: number): Color {
  const shape = shapes.findLast((each) => covers(each, x, y));
  return shape?.[5] ?? (below && y > horizon ? below : above);
}

function covers([kind, left, top, dx, dy]: Shape, x: number, y: number): boolean {
  const [a, b] = [(x - left) / dx, (y - top) / dy];
  return kind === "box" ? Math.abs(a) <= 1 && Math.abs(b) <= 1 : a * a + b * b <= 1;
}

export interface Pictures {
  /** [n, 3072]. */
  readonly pixels: Uint8Array;
  /** [n], classes from 0. */
  readonly classes: Int32Array;
}

/** So many pictures of each class, class after class in turn, written as CIFAR-10 writes its batches and read as such. */
export function drawnPictures(perClass: number, seed: number): Pictures {
  const record = nFeatures + 1;
  const bytes = new Uint8Array(10 * perClass * record);
  for (let n = 0; n < 10 * perClass; n++) {
    bytes[n * record] = n % 10;
    bytes.set(drawPicture(n % 10, random(seed, "pictures", n)), n * record + 1);
  }
  return picturesOf(parseCifar10([{ name: "drawn.bin", bytes }], { name: "drawn" }));
}

function picturesOf({ columns }: Dataset): Pictures {
  const [block, label] = columns as [BlockColumn, NumberColumn];
  if (block.features.kind !== "dense") throw new Error("CIFAR-10 is read as a dense block");
  return { pixels: block.features.data as Uint8Array, classes: Int32Array.from(label.values) };
}
