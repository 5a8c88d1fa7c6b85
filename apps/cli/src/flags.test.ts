import { flagOf, runConfigSchema, tuningSchema, typedFlags } from "@softmax/trainer";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { Failure } from "./failure.js";
import { addRunFlags, flagsFor, runOptionsOf } from "./flags.js";

const command = () => {
  const made = new Command().exitOverride();
  addRunFlags(made);
  return made;
};

const parsed = (...args: string[]) => runOptionsOf(command().parse(args, { from: "user" }).opts());

test("every option of a run has a flag that says what its schema says", () => {
  for (const [field, schema] of Object.entries(runConfigSchema.shape)) {
    const option = command().options.find(({ long }) => long === flagOf(field));
    expect(option, field).toBeDefined();
    expect(option!.description).toContain(schema.description!.replace(/\.$/, ""));
  }
});

test("what is not typed is not set, so that the schema's defaults stay the only ones", () => {
  expect(parsed()).toEqual({});
  expect(parsed("--l2", "1e-3")).toEqual({ l2: 1e-3 });
});

test("values have the type that the schema wants", () => {
  const args =
    "--features a,b --scale 1/255 --epochs 3 --solver adam --class-weight balanced --deterministic --C 2";
  expect(parsed(...args.split(" "))).toEqual({
    features: ["a", "b"],
    scale: 1 / 255,
    epochs: 3,
    solver: "adam",
    classWeight: "balanced",
    deterministic: true,
    C: 2,
  });
  expect(parsed("--standardize")).toEqual({ standardize: true });
  expect(parsed("--no-standardize")).toEqual({ standardize: false });
});

test("options typed again are the same options", () => {
  const options = {
    features: ["a", "b, c"],
    scale: 1 / 255,
    standardize: false,
    deterministic: true,
    l2: 1e-7,
    solver: "gd",
  } as const;
  expect(
    parsed(...typedFlags({ ...options, features: [...options.features] as [string, ...string[]] })),
  ).toEqual(options);
});

describe("a value that the schema refuses is named with its flag, as it was typed", () => {
  test.each([
    [["--l2", "-1"], '--l2: found "-1", expected a number ≥ 0'],
    [["--l2", "1/0"], '--l2: found "1/0", expected a number ≥ 0'],
    [["--batch-size", "1.5"], '--batch-size: found "1.5", expected a whole number ≥ 1'],
    [
      ["--loss", "squared"],
      '--loss: found "squared", expected one of cross-entropy, quadratic, sigmoid, hinge, focal',
    ],
    [["--features", ","], '--features: found ",", expected names separated by commas'],
    [["--test-size", "1"], '--test-size: found "1", expected a number ≥ 0 and < 1'],
  ])("%j", (args, sentence) => {
    expect(() => parsed(...args)).toThrow(new Failure(2, sentence));
  });
});

test("flags of other schemas are made the same way, under another name where it is given", () => {
  const tune = new Command();
  for (const flag of flagsFor("folds", tuningSchema.shape.folds, "--cv")) tune.addOption(flag);
  for (const flag of flagsFor("penalties", tuningSchema.shape.penalties)) tune.addOption(flag);
  const { cv, penalties } = tune.parse(["--cv", "3", "--penalties", "1,1/2"], { from: "user" }).opts();
  expect([cv, penalties]).toEqual([3, [1, 0.5]]);
});
