import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { datasetFromRecords, loadDataset } from "@softmax/datasets";
import { defaultKernels, encodeSafetensors, FormatError, type Safetensors } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import type { ModelParts } from "./classifier.js";
import { fit } from "./fit.js";
import { decodeModel, encodeModel } from "./modelFile.js";
import { decodeSealed } from "./sealed.js";

const parts: ModelParts = {
  classes: [1, 2, 10],
  label: "kind",
  encoders: [
    { kind: "number", column: "x", median: 1, mean: 1, deviation: 2 },
    { kind: "one-hot", column: "color", categories: ["blue", "red"] },
    {
      kind: "block",
      column: "pixels",
      nFeatures: 2,
      scale: 0.5,
      mean: Float64Array.of(1, 2),
      deviation: Float64Array.of(3, 4),
    },
  ],
  weights: Float64Array.from({ length: 15 }, (_, j) => Math.sqrt(j) - 2),
  bias: Float64Array.of(0.1, -0.3, 0.2),
  link: "softmax",
  training: { config: { l2: 0.1 }, objective: { value: 1.5 } },
};

const dataOf = (model: object) => JSON.parse(JSON.stringify(model));

describe("a model file", () => {
  it("gives back what was put in, bit for bit", () => {
    const { predict, predictProbabilities, logits, ...read } = decodeModel(encodeModel(parts));
    expect(read).toEqual(parts);
    expect(encodeModel(read)).toEqual(encodeModel(parts));
  });

  it("of a fit predicts what the fit does, from text, categories and gaps too", async () => {
    const records = ["free money", "see you", "free lunch now", "money money", "you and me", "me too"].map(
      (text, i) => ({
        text,
        color: ["red", "blue", null][i % 3],
        size: i === 4 ? null : i,
        label: i % 2 ? "ham" : "spam",
      }),
    );
    const { model } = await fit(datasetFromRecords(records), { text: ["text"], l2: 0.1 });
    const again = decodeModel(encodeModel(model), defaultKernels());
    const unseen = [{ text: "free for you", color: "green", size: null }, ...records];
    expect(again.logits(unseen)).toEqual(model.logits(unseen));
    expect(again.predict(unseen)).toEqual(model.predict(unseen));
  });

  it("may lack what only training needs", () => {
    const bytes = encodeModel({ ...parts, label: undefined, link: "sigmoid", training: {} });
    const model = decodeModel(bytes);
    expect(model.label).toBeUndefined();
    expect([model.link, model.training]).toEqual(["sigmoid", {}]);
  });

  it("has the same bytes for the same training, and no trace of when, where or how fast", async () => {
    const iris = await loadDataset("iris");
    const options = { solver: "adam", epochs: 2, testSize: 0.2 } as const;
    const bytes = encodeModel((await fit(iris, options)).model);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(encodeModel((await fit({ ...iris, name: "elsewhere" }, options)).model)).toEqual(bytes);
    expect(encodeModel((await fit(iris, { ...options, threads: 3 })).model)).toEqual(bytes);
    expect(new TextDecoder().decode(bytes)).not.toMatch(/seconds|startedAt|iris\.|threads/);
  });

  it("is not made of parts that do not fit together", () => {
    expect(() => encodeModel({ ...parts, weights: new Float64Array(14) })).toThrow(RangeError);
  });

  it("says how it came about", async () => {
    const { model, objective, certificate } = await fit(await loadDataset("iris"), { l2: 1e-3 });
    const { training } = decodeModel(encodeModel(model));
    expect(training).toMatchObject({
      config: { l2: 1e-3, solver: "newton", label: "species" },
      data: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), nSamples: 150 },
      status: "converged",
      objective,
      certificate,
      train: { n: 150 },
    });
  });
});

const python = (code: string, ...args: string[]) =>
  spawnSync("python3", ["-c", code, ...args], { encoding: "utf8" });
const hasSafetensors = python("import safetensors.numpy").status === 0;

it.skipIf(!hasSafetensors)(
  "Python's safetensors reads it (skipped where python3 or its safetensors is not installed)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "softmax-model-"));
    try {
      const path = join(folder, "model.safetensors");
      writeFileSync(path, encodeModel(parts));
      const code = [
        "import json, sys",
        "from safetensors import safe_open",
        "with safe_open(sys.argv[1], 'np') as f:",
        "    d = json.loads(f.metadata()['softmax'])",
        "    print(json.dumps([d['classes'], f.get_tensor('weights').tolist(), f.get_tensor('bias').tolist()]))",
      ].join("\n");
      const read = JSON.parse(execFileSync("python3", ["-c", code, path], { encoding: "utf8" }));
      const rows = [0, 1, 2].map((c) => [...parts.weights.subarray(5 * c, 5 * c + 5)]);
      expect(read).toEqual([parts.classes, rows, [...parts.bias]]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

describe("decodeModel refuses", () => {
  const good = decodeSealed(encodeModel(parts), "test");
  const description = JSON.parse(good.metadata.softmax);
  const described = (change: object): Safetensors => ({
    ...good,
    metadata: { softmax: JSON.stringify({ ...description, ...change }) },
  });
  const { weights, bias, ...rest } = good.tensors;
  const withTensors = (tensors: object): Safetensors => ({
    ...good,
    tensors: { ...good.tensors, ...tensors },
  });

  it.each<[string, Safetensors, string]>([
    [
      "other safetensors",
      { ...good, metadata: {} },
      'the metadata has no "softmax"; this is not a model of softmax',
    ],
    ["words for JSON", { ...good, metadata: { softmax: "hello" } }, 'the metadata "softmax" is not JSON: '],
    [
      "a list for an object",
      { ...good, metadata: { softmax: "[]" } },
      'the metadata "softmax" is not a JSON object',
    ],
    [
      "nothing for an object",
      { ...good, metadata: { softmax: "null" } },
      'the metadata "softmax" is not a JSON object',
    ],
    ["a later format", described({ formatVersion: 2 }), "the format's version is 2; this program reads 1"],
    [
      "no format",
      described({ formatVersion: undefined }),
      "the format's version is undefined; this program reads 1",
    ],
    [
      "no classes",
      described({ classes: [] }),
      "classes are expected as a list of distinct strings or numbers",
    ],
    ["classes that are no list", described({ classes: "ab" }), "classes are expected as a list"],
    ["a class twice", described({ classes: [1, 1, 2] }), "classes are expected as a list of distinct"],
    ["a class that is neither", described({ classes: [1, null, 2] }), "classes are expected as a list"],
    ["another link", described({ link: "probit" }), 'link is "probit"; expected "softmax" or "sigmoid"'],
    ["no link", described({ link: undefined }), 'link is undefined; expected "softmax" or "sigmoid"'],
    ["no weights", { ...good, tensors: { bias, ...rest } }, 'the tensor "weights" is missing'],
    ["no bias", { ...good, tensors: { weights, ...rest } }, 'the tensor "bias" is missing'],
    [
      "whole numbers for weights",
      withTensors({ weights: { dtype: "int32", shape: [3, 5], data: new Int32Array(15) } }),
      "weights is int32 [3,5]; expected floats with 2 axes",
    ],
    [
      "weights in a row",
      withTensors({ weights: { ...weights, shape: [15] } }),
      "weights is float64 [15]; expected floats with 2 axes",
    ],
    [
      "weights that are transposed",
      withTensors({ weights: { ...weights, shape: [5, 3] } }),
      "weights are [5,3]; expected a row for each of the 3 classes",
    ],
    [
      "weights of other features",
      withTensors({ weights: { dtype: "float64", shape: [3, 4], data: new Float64Array(12) } }),
      "3 classes and 5 features need 15 weights and 3 biases; found 12 and 3",
    ],
    [
      "biases of other classes",
      withTensors({ bias: { dtype: "float64", shape: [2], data: new Float64Array(2) } }),
      "3 classes and 5 features need 15 weights and 3 biases; found 15 and 2",
    ],
    [
      "weights that are not finite",
      withTensors({ bias: { ...bias, data: Float64Array.of(1, Number.NaN, 2) } }),
      "bias holds NaN at 1; expected finite numbers",
    ],
    [
      "an encoder's array in single precision",
      withTensors({ "encoders.2.mean": { dtype: "float32", shape: [2], data: new Float32Array(2) } }),
      "encoders.2.mean is float32; expected float64",
    ],
  ])("%s", (_, file, sentence) => {
    const decode = () => decodeModel(encodeSafetensors(file));
    expect(decode).toThrow(FormatError);
    expect(decode).toThrow(`decodeModel: ${sentence}`);
  });

  it("an encoder that is broken, in the words of the datasets package", () => {
    expect(() => decodeModel(encodeSafetensors(described({ encoders: [{ kind: "magic" }] })))).toThrow(
      'encoder 0: kind is "magic"; expected number, one-hot, text or block',
    );
  });

  it("every cut of the file", () => {
    const bytes = encodeModel(parts);
    for (let length = 0; length < bytes.length; length += 7)
      expect(() => decodeModel(bytes.slice(0, length))).toThrow(FormatError);
  });
});

it("weights may be single precision, as other software may write them", () => {
  const good = decodeSealed(encodeModel(parts), "test");
  const weights = {
    ...good.tensors.weights,
    dtype: "float32",
    data: Float32Array.from(parts.weights),
  } as const;
  const model = decodeModel(encodeSafetensors({ ...good, tensors: { ...good.tensors, weights } }));
  expect([...model.weights]).toEqual([...parts.weights].map(Math.fround));
});

it("what training recorded is not needed, and nothing else may take its place", () => {
  const good = decodeSealed(encodeModel(parts), "test");
  const description = { ...dataOf(JSON.parse(good.metadata.softmax)), training: [1], label: 3 };
  const model = decodeModel(
    encodeSafetensors({ ...good, metadata: { softmax: JSON.stringify(description) } }),
  );
  expect([model.training, model.label]).toEqual([{}, undefined]);
});
