import { expect, it } from "vitest";
import { differences } from "./differences.js";

it("names the options that differ, and what most runs have", () => {
  expect(
    differences([
      { options: { label: "kind", l2: 1e-3 } },
      { options: { label: "kind", l2: 0.1, solver: "adam" } },
      { options: { label: "kind", l2: 1e-3, features: ["a", "b"] } },
    ]),
  ).toEqual([
    { option: "features", values: [undefined, undefined, '["a","b"]'], usual: undefined },
    { option: "l2", values: ["0.001", "0.1", "0.001"], usual: "0.001" },
    { option: "solver", values: [undefined, "adam", undefined], usual: undefined },
  ]);
});

it("finds nothing in one run, or in runs that were asked the same", () => {
  expect(differences([{ options: { l2: 1 } }])).toEqual([]);
  expect(differences([{ options: { l2: 1 } }, { options: { l2: 1 } }])).toEqual([]);
  expect(differences([])).toEqual([]);
});
