import { expect, test } from "vitest";
import { collectExamples } from "./examples/collect.js";
import { moduleOf } from "./examples/plugin.js";

const examples = collectExamples();

test("the documentation has examples", () => {
  expect(examples.length).toBeGreaterThan(20);
});

test.each(examples)("$file:$line runs and shows what it says", async (example) => {
  await import(/* @vite-ignore */ moduleOf(example));
});
