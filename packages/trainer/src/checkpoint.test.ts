import { encodeSafetensors, FormatError, type Safetensors } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.js";
import { decodeSealed } from "./sealed.js";

const checkpoint: Checkpoint = {
  fingerprint: "ab".repeat(32),
  config: { l2: 1e-4, solver: "adam", patience: 2 },
  kernels: "simd",
  threads: 1,
  loop: {
    solver: {
      step: 12,
      params: Float64Array.of(0.1, -0.2, 1e-300, -0, Number.NaN, Infinity),
      value: 0.1 + 0.2,
      initialValue: Infinity,
      gradientNorm: Number.NaN,
      stalled: "",
      lowest: -Infinity,
      warmed: true,
      "optimizer.0.mean": Float64Array.of(1 / 3),
      empty: new Float64Array(0),
    },
    best: { params: Float64Array.of(3, 2, 1), validationLoss: 0.25, epoch: 4 },
    passes: {
      phase: "step",
      done: [Float64Array.of(1, Number.NaN), Float64Array.of(-0)],
      sums: Float64Array.of(0.1, 7),
      blocks: 3,
    },
  },
};

describe("a checkpoint", () => {
  it("gives back what was put in, bit for bit, also what JSON has no word for", () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  it("may have no best parameters, and no passes, as those that were written before there were any", () => {
    const { best: _, passes: __, ...loop } = checkpoint.loop;
    const { loop: found } = decodeCheckpoint(encodeCheckpoint({ ...checkpoint, loop }));
    expect(found.best).toBeUndefined();
    expect(found).not.toHaveProperty("passes");
  });

  it("has the same bytes for the same state", () => {
    expect(encodeCheckpoint(checkpoint)).toEqual(encodeCheckpoint({ ...checkpoint }));
  });
});

describe("decodeCheckpoint refuses", () => {
  const good = decodeSealed(encodeCheckpoint(checkpoint), "test");
  const json = JSON.parse(good.metadata["softmax.checkpoint"]);
  const described = (change: object): Safetensors => ({
    ...good,
    metadata: { "softmax.checkpoint": JSON.stringify({ ...json, ...change }) },
  });
  const text = (value: string): Safetensors => ({ ...good, metadata: { "softmax.checkpoint": value } });
  const without = (name: string): Safetensors => ({
    ...good,
    tensors: Object.fromEntries(Object.entries(good.tensors).filter(([key]) => key !== name)),
  });
  const single = { dtype: "float32", shape: [6], data: new Float32Array(6) } as const;
  const header = "fingerprint, kernels and threads are expected as string, string and number";
  const objects = "config and solver are expected as objects";
  const passes =
    "passes is expected with phase (start, epoch, step, validation, end) and the counts done and blocks";
  const best = "best is expected with validationLoss, epoch and the tensor best.params";

  it.each<[string, Safetensors, string]>([
    [
      "another kind of file",
      { ...good, metadata: {} },
      'the metadata has no "softmax.checkpoint"; this is not a checkpoint',
    ],
    ["words for JSON", text("hello"), 'the metadata "softmax.checkpoint" is not JSON: '],
    ["a list for an object", text("[1]"), 'the metadata "softmax.checkpoint" is not a JSON object'],
    ["nothing for an object", text("null"), 'the metadata "softmax.checkpoint" is not a JSON object'],
    ["a number for an object", text("3"), 'the metadata "softmax.checkpoint" is not a JSON object'],
    ["a later format", described({ formatVersion: 9 }), "the format's version is 9; this program reads 1"],
    ["no fingerprint", described({ fingerprint: undefined }), header],
    ["no kernels", described({ kernels: 3 }), header],
    ["no threads", described({ threads: "1" }), header],
    ["no configuration", described({ config: null }), objects],
    ["no solver", described({ solver: [] }), objects],
    [
      "an object in the solver",
      described({ solver: { ...json.solver, value: {} } }),
      "the solver's value is {}; expected a string, number or boolean",
    ],
    ["no step", described({ solver: { ...json.solver, step: undefined } }), "the solver's step is missing"],
    [
      "a word for a number",
      described({ solver: { ...json.solver, gradientNorm: "big" } }),
      "the solver's gradientNorm is missing",
    ],
    ["no parameters", without("solver.params"), "the solver's params are missing"],
    [
      "parameters in single precision",
      { ...good, tensors: { ...good.tensors, "solver.params": single } },
      "tensor solver.params is float32; expected float64",
    ],
    ["best that is no object", described({ best: 3 }), best],
    ["best without its loss", described({ best: { epoch: 3 } }), best],
    ["best without its epoch", described({ best: { validationLoss: 3 } }), best],
    ["best without its parameters", without("best.params"), best],
    [
      "best in single precision",
      { ...good, tensors: { ...good.tensors, "best.params": single } },
      "tensor best.params is float32; expected float64",
    ],
    ["passes that are no object", described({ passes: 3 }), passes],
    ["passes of no phase", described({ passes: { ...json.passes, phase: "later" } }), passes],
    ["passes without their count", described({ passes: { ...json.passes, done: -1 } }), passes],
    ["passes without their blocks", described({ passes: { ...json.passes, blocks: 0.5 } }), passes],
    [
      "more passes than there are sums of",
      described({ passes: { ...json.passes, done: 1e15 } }),
      "tensor passes.2 is missing",
    ],
    ["a pass without its sums", without("passes.sums"), "tensor passes.sums is missing"],
    [
      "sums in single precision",
      { ...good, tensors: { ...good.tensors, "passes.1": single } },
      "tensor passes.1 is float32; expected float64",
    ],
  ])("%s", (_, file, sentence) => {
    const decode = () => decodeCheckpoint(encodeSafetensors(file));
    expect(decode).toThrow(FormatError);
    expect(decode).toThrow(`decodeCheckpoint: ${sentence}`);
  });

  it("every cut of the file", () => {
    const bytes = encodeCheckpoint(checkpoint);
    for (let length = 0; length < bytes.length; length += 7)
      expect(() => decodeCheckpoint(bytes.slice(0, length))).toThrow(FormatError);
  });
});
