import { parseDataset } from "@softmax/datasets";
import { expect, it } from "vitest";
import { runIdSchema } from "../shared/ipc/runId.js";
import type { RunRow } from "../shared/ipc/runs.js";
import { runsTable } from "./runsTable.js";

const row = (id: string, rest: Partial<RunRow>): RunRow => ({
  id: runIdSchema.parse(id),
  startedAt: "2026-01-02T03:04:05.678Z",
  data: "iris",
  options: {},
  used: {},
  note: "",
  writing: false,
  ...rest,
});

it("reads back: a row each, a column for every option that was asked, empty where there is nothing", async () => {
  const text = runsTable([
    row("iris-1", { options: { l2: 1 / 3, features: ["a", "b"] }, note: 'says "well",\nin two lines' }),
    row("iris-2", {}),
  ]);
  const { columns } = await parseDataset({ name: "runs.csv", bytes: new TextEncoder().encode(text) });
  const column = (name: string) => columns.find((each) => each.name === name);
  expect(column("run")).toMatchObject({ categories: ["iris-1", "iris-2"] });
  expect(column("option l2")).toMatchObject({ values: new Float64Array([1 / 3, Number.NaN]) });
  expect(column("option features")).toMatchObject({ categories: ['["a","b"]'] });
  expect(column("note")).toMatchObject({ categories: ['says "well",\nin two lines'] });
});
