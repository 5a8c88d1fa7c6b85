import { datasetFromRecords, loadDataset } from "@softmax/datasets";
import { type Prepared, type TrainResult, train } from "@softmax/trainer";
import { describe, expect, it } from "vitest";
import { evenly, pixelsOf, SceneOf } from "./scene.js";

async function trained(dataset: Parameters<typeof train>[0], options: Parameters<typeof train>[1] = {}) {
  let prepared!: Prepared;
  let result!: TrainResult;
  const onPrepared = (told: Prepared) => {
    prepared = told;
  };
  for await (const event of train(dataset, options, { onPrepared }))
    if (event.type === "end") result = event.result;
  const { model } = result;
  return { scene: new SceneOf(prepared), model, params: Float64Array.of(...model.weights, ...model.bias) };
}

describe("a plane of two features", () => {
  it("has the model's own probabilities where the others are at their mean", async () => {
    const iris = await loadDataset("iris");
    const { scene, model, params } = await trained(iris, { label: "species" });
    const axes = scene.axes.map(({ name }) => name);
    expect(axes).toHaveLength(4);
    const [i, j] = [3, 1];
    const { weights, bias } = scene.plane(params, [i, j]);
    const mean = scene.axes.map((axis) => axis.mean);
    const raw = mean.map((value, k) => (k === i ? 1.3 : k === j ? 2.9 : value));
    const expected = model.logits([raw]);
    const at = (k: number) => (raw[k] - scene.axes[k].mean) / scene.axes[k].deviation;
    for (let c = 0; c < 3; c++)
      expect(weights[2 * c] * at(i) + weights[2 * c + 1] * at(j) + bias[c]).toBeCloseTo(expected[c], 9);
  });

  it("is first of those that separate the classes best", async () => {
    const { scene } = await trained(await loadDataset("iris"), { label: "species", maxSteps: 1 });
    const { axes, pair } = scene.description;
    expect(pair.map((k) => axes[k].name).sort()).toEqual(["petal_length", "petal_width"]);
  });

  it("shows samples in the data's own units", async () => {
    const rows = [
      { a: 10, color: "red", b: -1, kind: "x" },
      { a: 30, color: "blue", b: 4, kind: "y" },
      { a: 20, color: "red", b: 0, kind: "x" },
    ];
    const { scene } = await trained(datasetFromRecords(rows), { label: "kind", maxSteps: 3 });
    expect(scene.axes.map(({ name }) => name)).toEqual(["a", "b"]);
    const { x, y } = scene.points([0, 1]);
    expect([...x].map(Math.round)).toEqual([10, 30, 20]);
    expect([...y].map((value) => Math.round(value) + 0)).toEqual([-1, 4, 0]);
  });
});

describe("images of weights", () => {
  const number = (column: string) => ({ kind: "number", column, median: 0, mean: 0, deviation: 1 }) as const;

  it("are found where number columns are the pixels of a square", () => {
    const pixels = Array.from({ length: 16 }, (_, k) => number(`pixel_${k}`));
    expect(pixelsOf(pixels)).toEqual({
      from: 0,
      image: { height: 4, width: 4, channels: 1, order: "planar" },
    });
    expect(pixelsOf(pixels.slice(1))).toBeUndefined();
    expect(pixelsOf([...pixels.slice(1), number("age")])).toBeUndefined();
  });

  it("are the parameters themselves", async () => {
    const { scene, model, params } = await trained(await loadDataset("digits"), { maxSteps: 2 });
    expect(scene.pixels).toBeDefined();
    expect(scene.images(params)).toEqual(Float32Array.from(model.weights));
  });
});

it("picks evenly", () => {
  expect([...evenly(10, 4)]).toEqual([0, 2, 5, 7]);
  expect([...evenly(3, 4)]).toEqual([0, 1, 2]);
});
