import { runConfigSchema } from "@softmax/trainer";
import { expect, it } from "vitest";
import { optionFields } from "./optionFields.js";

const fields = optionFields();
const field = (name: string) => fields.find((each) => each.name === name);

it("has a field with a sentence for every option of a run", () => {
  expect(fields.map(({ name }) => name)).toEqual(Object.keys(runConfigSchema.shape));
  for (const { description } of fields) expect(description).toMatch(/\.$/);
});

it("tells kinds, choices and defaults", () => {
  expect(field("testSize")).toMatchObject({ kind: "number", default: 0 });
  expect(field("seed")).toMatchObject({ kind: "integer", default: 0 });
  expect(field("standardize")).toMatchObject({ kind: "boolean", default: undefined });
  expect(field("drop")).toMatchObject({ kind: "list" });
  expect(field("group")).toMatchObject({ kind: "text" });
  expect(field("classWeight")).toMatchObject({ kind: "choice", choices: ["balanced"] });
  expect(field("solver")?.choices).toContain("lbfgs");
});
