import { loadDataset } from "@softmax/datasets";
import { describe, expect, it, test } from "vitest";
import { parseSparkConfig, refusedOnSpark, withoutCredentials } from "./engines.js";
import { fit } from "./fit.js";
import { optionGroups } from "./optionGroups.js";
import { ConfigError } from "./parseOptions.js";
import type { RunOptions } from "./runConfig.js";

test("what trains in this process refuses another engine and says who has it", async () => {
  const refused = fit(await loadDataset("iris"), { engine: "spark", remote: "sc://localhost" });
  await expect(refused).rejects.toThrow(/^engine: spark trains where the data are, .*fitOnSpark/);
});

test("a run of this process does not record its engine: its model has the bytes that it always had", async () => {
  const { config, model } = await fit(await loadDataset("iris"), { engine: "local" });
  expect(config).not.toHaveProperty("engine");
  expect(model.training.config).not.toHaveProperty("engine");
});

describe("parseSparkConfig", () => {
  const set = {
    text: ["a"],
    textMethod: "hashing",
    group: "a",
    testSize: 0.2,
    validationSize: 0.1,
    loss: "hinge",
    labelSmoothing: 0.1,
    focalGamma: 2,
    solver: "lbfgs",
    preconditioner: "none",
    learningRate: 1,
    schedule: "cosine",
    momentum: 0.9,
    weightDecay: 0.1,
    batchSize: 8,
    epochs: 2,
    precision: "float32",
    threads: 2,
    deterministic: true,
  } as const satisfies RunOptions;

  it.each(Object.entries(set))("refuses %s: %j", (option, value) => {
    const refused = () => parseSparkConfig({ [option]: value });
    expect(refused).toThrow(ConfigError);
    expect(refused).toThrow(new RegExp(`^${option}: .*; leave it out, or use the engine local$`));
  });

  it("refuses patience, which comes with validation rows", () => {
    expect(() => parseSparkConfig({ patience: 3, validationSize: 0.1 })).toThrow(/^validationSize: /);
  });

  it("has been asked, of every option, whether Spark has it", () => {
    const taken = [
      "label",
      "features",
      "drop",
      "weight",
      "standardize",
      "scale",
      "classWeight",
      "l2",
      "C",
      "l1",
    ];
    const rest = ["maxSteps", "tolerance", "engine", "remote", "seed"];
    expect([...refusedOnSpark, ...taken, ...rest].sort()).toEqual(Object.keys(optionGroups).sort());
  });

  it("takes what an option says that Spark does anyway", () => {
    const options = { solver: "auto", loss: "cross-entropy", precision: "float64", testSize: 0 } as const;
    expect(parseSparkConfig(options)).toMatchObject({ ...options, engine: "spark" });
  });
});

test.each([
  ["sc://host", "sc://host"],
  ["sc://host:15002/", "sc://host:15002"],
  ["sc://host:15002/;token=abc;use_ssl=true", "sc://host:15002"],
  ["sc://me:secret@host/;x=y", "sc://host"],
  ["no address", "no address"],
])("of %s is stored %s", (remote, stored) => {
  expect(withoutCredentials(remote)).toBe(stored);
});
