import { parseRunConfig } from "@softmax/trainer";
import { expect, it } from "vitest";
import { optionFields } from "../../../session/optionFields.js";
import { presetOf, presets, withPreset } from "./presets.js";

const fields = optionFields();

it("has sets of options that the trainer takes", () => {
  for (const { options } of presets) expect(() => parseRunConfig(options)).not.toThrow();
});

it("leaves what concerns the data as it is and replaces the rest", () => {
  const options = { testSize: 0.2, l2: 5, solver: "gd" };
  const adam = presets.find(({ name }) => name === "Mini-batches")!;
  expect(withPreset(adam, options, fields)).toEqual({
    testSize: 0.2,
    solver: "adam",
    epochs: 5,
    batchSize: 256,
  });
});

it("knows which preset options are, and when they are none", () => {
  for (const preset of presets) {
    const options = withPreset(preset, { testSize: 0.1 }, fields);
    expect(presetOf(options, fields)?.name).toBe(preset.name);
    expect(presetOf({ ...options, learningRate: 0.5 }, fields)).toBeUndefined();
  }
});
