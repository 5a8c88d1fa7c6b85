import { parseRunConfig } from "@softmax/trainer";
import { expect, it } from "vitest";
import { optionFields } from "../../../session/optionFields.js";
import { defaultLabel, labelOf, layoutOf, problemOf, typedValue } from "./optionLayout.js";

const fields = optionFields();
const field = (name: string) => fields.find((each) => each.name === name)!;

it("lays out every option once, but for the label and the alias of l2", () => {
  const { main, more } = layoutOf(fields);
  const names = [...main, ...more.flatMap((each) => each.fields)].map(({ name }) => name);
  expect(new Set([...names, "label", "C"])).toEqual(new Set(fields.map(({ name }) => name)));
  expect(names).toHaveLength(fields.length - 2);
  expect(main[0].name).toBe("testSize");
});

it("names options in words", () => {
  expect(labelOf(field("validationSize"))).toBe("Validation size");
  expect(labelOf(field("l2"))).toBe("l2");
});

it("reads what is typed as the option's kind, and leaves to the trainer what is no number", () => {
  expect(typedValue(field("l2"), "1e-3")).toBe(1e-3);
  expect(typedValue(field("l2"), "1e-")).toBe("1e-");
  expect(typedValue(field("l2"), " ")).toBeUndefined();
  expect(typedValue(field("deterministic"), "true")).toBe(true);
  expect(typedValue(field("drop"), "a, b")).toEqual(["a", "b"]);
});

it("says what holds when nothing is chosen", () => {
  expect(defaultLabel(field("testSize"))).toBe("0");
  expect(defaultLabel(field("l2"))).toBe("1e-4");
  expect(defaultLabel(field("momentum"))).toBe("0.9");
  expect(defaultLabel(field("schedule"))).toBe("cosine");
  expect(defaultLabel(field("standardize"))).toBe("auto");
  expect(defaultLabel(field("deterministic"))).toBe("no");
  expect(defaultLabel(field("drop"))).toBe("none");
});

it("finds the whole sentence about an option among several", () => {
  let problem = "";
  try {
    parseRunConfig({ testSize: 2, l1: -1, epochs: 0 });
  } catch (error) {
    problem = (error as Error).message;
  }
  expect(problemOf("l1", problem)).toBe("l1: found -1; expected a number ≥ 0");
  expect(problemOf("testSize", problem)).toBe("testSize: found 2; expected a number < 1");
  expect(problemOf("l2", problem)).toBeUndefined();
});
