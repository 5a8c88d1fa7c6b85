import { describe, expect, it } from "vitest";
import { ConfigError, parseOptions } from "./parseOptions.js";
import { parseRunConfig, type RunOptions, runConfigSchema } from "./runConfig.js";

describe("parseRunConfig", () => {
  it("fills in what does not depend on the data, and nothing else", () => {
    expect(parseRunConfig({})).toEqual({
      textMethod: "tf-idf",
      testSize: 0,
      validationSize: 0,
      scale: 1,
      loss: "cross-entropy",
      l1: 0,
      solver: "auto",
      deterministic: false,
      engine: "local",
      seed: 0,
    });
  });

  it("keeps what it is given", () => {
    const options: RunOptions = {
      label: "kind",
      l2: 0,
      solver: "adam",
      epochs: 3,
      standardize: false,
      seed: 7,
    };
    expect(parseRunConfig(options)).toMatchObject(options);
  });

  it("is the same when it reads its own result", () => {
    const config = parseRunConfig({ C: 2, validationSize: 0.1, patience: 2, solver: "sgd" });
    expect(parseRunConfig(config)).toEqual(config);
  });

  it.each([
    [null, "options: found null; expected an object"],
    [3, "options: found 3; expected an object"],
    [{ l2: -1 }, "l2: found -1; expected a number ≥ 0"],
    [{ l2: "1" }, 'l2: found "1"; expected a finite number'],
    [{ l2: Number.NaN }, "l2: found NaN; expected a finite number"],
    [{ l2: Infinity }, "l2: found Infinity; expected a finite number"],
    [{ C: 0 }, "C: found 0; expected a number > 0"],
    [{ l1: -2 }, "l1: found -2; expected a number ≥ 0"],
    [{ scale: 0 }, "scale: found 0; expected a number > 0"],
    [{ testSize: 1 }, "testSize: found 1; expected a number < 1"],
    [{ testSize: -0.1 }, "testSize: found -0.1; expected a number ≥ 0"],
    [{ validationSize: 1 }, "validationSize: found 1; expected a number < 1"],
    [{ labelSmoothing: 1 }, "labelSmoothing: found 1; expected a number < 1"],
    [{ focalGamma: -1 }, "focalGamma: found -1; expected a number ≥ 0"],
    [{ momentum: 1 }, "momentum: found 1; expected a number < 1"],
    [{ weightDecay: -1 }, "weightDecay: found -1; expected a number ≥ 0"],
    [{ learningRate: 0 }, "learningRate: found 0; expected a number > 0"],
    [{ tolerance: -1 }, "tolerance: found -1; expected a number ≥ 0"],
    [{ batchSize: 1.5 }, "batchSize: found 1.5; expected a whole number"],
    [{ batchSize: 0 }, "batchSize: found 0; expected a number ≥ 1"],
    [{ epochs: 0 }, "epochs: found 0; expected a number ≥ 1"],
    [{ maxSteps: 0 }, "maxSteps: found 0; expected a number ≥ 1"],
    [{ threads: 0 }, "threads: found 0; expected a number ≥ 1"],
    [{ seed: -1 }, "seed: found -1; expected a number ≥ 0"],
    [{ seed: 2 ** 60 }, "seed: found 1152921504606847000; expected a number ≤ 9007199254740991"],
    [{ loss: "log" }, 'loss: found "log"; expected cross-entropy or quadratic or sigmoid or hinge or focal'],
    [{ classWeight: "even" }, 'classWeight: found "even"; expected balanced'],
    [{ textMethod: "bag" }, 'textMethod: found "bag"; expected tf-idf or hashing'],
    [{ precision: "float16" }, 'precision: found "float16"; expected float32 or float64'],
    [
      { schedule: "linear" },
      'schedule: found "linear"; expected constant or step or inverse-time or exponential or cosine',
    ],
    [{ standardize: "yes" }, 'standardize: found "yes"; expected true or false'],
    [{ label: 3 }, "label: found 3; expected a string"],
    [{ features: "a" }, 'features: found "a"; expected a list'],
    [{ features: [] }, "features: found []; expected at least 1 of them"],
    [{ features: ["a", 1] }, "features.1: found 1; expected a string"],
    [{ l2: 1, C: 1 }, "l2 and C both set the same penalty; give one of them"],
    [{ features: ["a"], drop: ["b"] }, "features and drop both choose the columns; give one of them"],
    [{ patience: 3 }, "patience watches the validation loss; set validationSize (e.g. 0.1) as well"],
    [{ engine: "flink" }, 'engine: found "flink"; expected local or spark'],
    [{ remote: "sc://host" }, "remote: belongs to the engine spark, but this run uses local"],
    [{ l2: -1, seed: 0.5 }, "l2: found -1; expected a number ≥ 0; seed: found 0.5; expected a whole number"],
  ])("refuses %j", (options, sentence) => {
    const refused = () => parseRunConfig(options);
    expect(refused).toThrow(ConfigError);
    expect(refused).toThrow(new ConfigError(sentence));
  });

  it("refuses an option that does not exist, and lists those that do", () => {
    expect(() => parseRunConfig({ lambda: 1, alpha: 2 })).toThrow(
      /^lambda, alpha: no such option; the options are label, features, drop, .*, seed$/,
    );
  });

  it("says of every option, in a sentence, what it means", () => {
    for (const [name, option] of Object.entries(runConfigSchema.shape)) {
      const sentence = option.description ?? option.meta()?.description;
      expect(`${name}: ${sentence}`).toMatch(/^\w+: [A-Za-z].*\.$/);
    }
  });
});

it("parseOptions falls back on zod's words for what it has none of its own", async () => {
  const { z } = await import("zod");
  const schema = z.strictObject({ at: z.iso.date(), when: z.date().optional() });
  expect(() => parseOptions(schema, { at: "now" })).toThrow('at: found "now"; expected Invalid ISO date');
  expect(() => parseOptions(schema, { at: "2020-01-01", when: undefined })).not.toThrow();
  expect(() => parseOptions(schema, { at: "2020-01-01", when: 3 })).toThrow("when: found 3; expected date");
  expect(() => parseOptions(schema, {})).toThrow("at: found undefined; expected a string");
});
