import { loadDataset } from "@softmax/datasets";
import { fit } from "@softmax/trainer";
import { expect, test } from "vitest";
import { imagesOf, weightImages } from "./images.js";
import { style } from "./style.js";

const layout = { height: 3, width: 2, channels: 1, order: "planar" } as const;

const model = (weights: number[], classes: number[], image: object = layout) =>
  ({
    classes,
    encoders: [
      { kind: "block", column: "pixel", nFeatures: weights.length / classes.length, scale: 1, image },
    ],
    weights: Float64Array.from(weights),
    bias: new Float64Array(classes.length),
    link: "softmax",
    training: {},
  }) as never;

test("models of images are those whose only features are pixels", async () => {
  const digits = await fit(await loadDataset("digits"), { maxSteps: 1, solver: "gd" });
  expect(imagesOf(digits.model)).toEqual({ height: 8, width: 8, channels: 1, order: "planar" });
  const iris = await fit(await loadDataset("iris"), { maxSteps: 1, solver: "gd" });
  expect(imagesOf(iris.model)).toBeUndefined();
});

test("without colors a pixel is the denser the more it speaks for the class", () => {
  const lines = weightImages(model([4, -1, 4, 0, 1, 0], [0]), layout, 80, style(false));
  expect(lines.slice(1)).toEqual(["", "0", "@ ", "= ".replace("=", "+")]);
});

test("with colors two pixels share a cell, red for and blue against", () => {
  const lines = weightImages(model([1, -1, 0, 0, 0, 0], [0]), layout, 80, style(true));
  expect(lines[3]).toContain("\x1b[38;5;208;48;5;16m▀");
  expect(lines[3]).toContain("\x1b[38;5;33;48;5;16m▀");
});

test("channels are added up, in either order", () => {
  const planar = { height: 1, width: 2, channels: 2, order: "planar" } as const;
  const interleaved = { ...planar, order: "interleaved" } as const;
  const shown = (weights: number[], image: typeof planar | typeof interleaved) =>
    weightImages(model(weights, [0], image), image, 80, style(false));
  expect(shown([1, 0, 1, 0], planar)).toEqual(shown([1, 1, 0, 0], interleaved));
});

test("pictures stand side by side as far as they fit", () => {
  const two = weightImages(model([...Array(12).keys()], [0, 1]), layout, 80, style(false));
  const below = weightImages(model([...Array(12).keys()], [0, 1]), layout, 5, style(false));
  expect(two).toHaveLength(5);
  expect(below).toHaveLength(9);
});
