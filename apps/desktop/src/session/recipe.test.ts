import { loadDataset } from "@softmax/datasets";
import { expect, it } from "vitest";
import { recipeOf, textOf } from "./recipe.js";

it("shows the data's name and copies its path", async () => {
  const dataset = await loadDataset("iris");
  const open = { dataset, source: "/home/someone/my data.csv" };
  const options = { label: "kind", l2: 1e-3 };
  expect(recipeOf(open, options).command).toBe("softmax train 'my data.csv' --label kind --l2 0.001");
  expect(recipeOf(open, options).typescript).toContain('readDataset("my data.csv")');
  expect(textOf(open, options, "command")).toContain("'/home/someone/my data.csv'");
  expect(recipeOf({ dataset, source: "iris" }, {}).typescript).toContain('loadDataset("iris")');
});

it("says what is wrong with the options, in the trainer's words", async () => {
  const open = { dataset: await loadDataset("iris"), source: "iris" };
  expect(recipeOf(open, { l2: 1 }).problem).toBeNull();
  expect(recipeOf(open, { testSize: 2, l1: -1 }).problem).toMatch(/^testSize: found 2;.*; l1: found -1;/);
});
