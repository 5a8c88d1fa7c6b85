import { expect, it } from "vitest";
import { differences } from "./differences.js";

it("names the options that differ, and what most runs have", () => {
  expect(
    differences([
      { options: { label: "kind", l2: 1e-3 }, used: { label: "kind", l2: 1e-3, solver: "newton" } },
      { options: { l2: 0.1, solver: "adam" }, used: { label: "kind", l2: 0.1, solver: "adam", epochs: 20 } },
      { options: { features: ["a", "b"] }, used: { label: "kind", l2: 1e-3, solver: "newton" } },
    ]),
  ).toEqual([
    { option: "features", values: [undefined, undefined, '["a","b"]'], usual: undefined, numeric: false },
    { option: "l2", values: ["0.001", "0.1", "0.001"], usual: "0.001", numeric: true },
    { option: "solver", values: ["newton", "adam", "newton"], usual: "newton", numeric: false },
  ]);
});

it("goes by what was asked where a run has not begun", () => {
  const [{ values }] = differences([
    { options: { l2: 1 }, used: {} },
    { options: {}, used: { l2: 1e-4 } },
  ]);
  expect(values).toEqual(["1", "0.0001"]);
});

it("finds nothing in one run, or in runs that used the same", () => {
  expect(differences([{ options: { l2: 1 }, used: {} }])).toEqual([]);
  expect(
    differences([
      { options: { l2: 1e-4 }, used: { l2: 1e-4 } },
      { options: {}, used: { l2: 1e-4 } },
    ]),
  ).toEqual([]);
  expect(differences([])).toEqual([]);
});
