import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDataset } from "@softmax/datasets";
import { train } from "@softmax/trainer";
import { createRun, recordRun } from "@softmax/trainer/node";
import { afterAll, describe, expect, it } from "vitest";
import { runIdSchema } from "../shared/ipc/runId.js";
import { readCurve } from "./runsCurve.js";
import { readRunData } from "./runsData.js";
import { readNote, writeNote } from "./runsNote.js";

const root = await mkdtemp(join(tmpdir(), "studio-runs-"));
afterAll(() => rm(root, { recursive: true, force: true }));

let count = 0;
/** A run of three steps whose `run.json` says that it is of these data. */
async function run(data = "iris", options = {}): Promise<string> {
  const path = join(root, "runs", `run-${count++}`);
  const asked = { solver: "gd", maxSteps: 3, ...options } as const;
  const recorded = recordRun(await createRun(path, { data }, asked), train(await loadDataset("iris"), asked));
  for await (const _ of recorded);
  return path;
}
const silent = () => undefined;

describe("the curve of a run", () => {
  it("has an entry a step, null where nothing was measured", async () => {
    const { steps, objective, gradientNorm, validationLoss } = await readCurve(await run());
    expect(steps).toEqual([1, 2, 3]);
    expect(objective).toEqual(objective.toSorted((a, b) => b - a));
    expect(gradientNorm.every((norm) => norm !== null && norm > 0)).toBe(true);
    expect(validationLoss).toEqual([null, null, null]);
  });

  it("passes over lines that are damaged or were cut off", async () => {
    const path = await run();
    const lines = [
      '{"type":"step","step":1,"objective":2,"gradientNorm":null}',
      "\0\0\0",
      '{"step":"two"}',
      "7",
      '{"type":"step","step":2,"objective":1,"gradientNorm":0.5}',
      '{"type":"step","st',
    ];
    await writeFile(join(path, "metrics.jsonl"), lines.join("\n"));
    expect(await readCurve(path)).toEqual({
      steps: [1, 2],
      objective: [2, 1],
      gradientNorm: [null, 0.5],
      validationLoss: [null, null],
    });
  });

  it("is empty before the first step", async () => {
    expect((await readCurve(root)).steps).toEqual([]);
  });

  it("is thinned evenly to two thousand steps, the last among them", async () => {
    const path = await run();
    const line = (_: unknown, i: number) => `{"type":"step","step":${i + 1},"objective":1}\n`;
    await writeFile(join(path, "metrics.jsonl"), Array.from({ length: 30_000 }, line).join(""));
    const { steps } = await readCurve(path);
    expect(steps).toHaveLength(2000);
    expect(steps.at(-1)).toBe(30_000);
    expect(steps.slice(1).every((step, i) => step - steps[i] === 15)).toBe(true);
  });
});

describe("the note of a run", () => {
  it("is kept, and leaves no file when it is empty", async () => {
    const path = await run();
    expect(await readNote(path)).toBe("");
    await writeNote(path, "Größer!\n");
    expect(await readNote(path)).toBe("Größer!\n");
    await writeNote(path, "");
    expect(existsSync(join(path, "note.txt"))).toBe(false);
  });

  it("is not written where there is no run", async () => {
    await expect(writeNote(join(root, "nowhere"), "x")).rejects.toThrow("no run.json there");
  });
});

describe("the data of a run", () => {
  const csv = "width,kind\n1,a\n2,b\n";

  it("are read again by name, with the label that was asked for", async () => {
    const { dataset, label, source } = await readRunData(await run("iris", { label: "species" }), silent);
    expect([dataset.nSamples, label, source]).toEqual([150, "species", "iris"]);
  });

  it("are looked for where the command line was: in the folder that holds the runs", async () => {
    await mkdir(join(root, "tables"));
    await writeFile(join(root, "tables", "two.csv"), csv);
    const { dataset, source } = await readRunData(await run("tables/two.csv"), silent);
    expect([dataset.nSamples, source]).toEqual([2, join(root, "tables", "two.csv")]);
  });

  it("that are gone are named, without their path", async () => {
    const failing = readRunData(await run(join(root, "gone", "away.csv")), silent);
    await expect(failing).rejects.toThrow(/^the data of this run cannot be read again: away\.csv: /);
    await expect(failing).rejects.not.toThrow(root);
  });
});

it("the name of a run leads nowhere else", () => {
  expect(runIdSchema.safeParse("iris-1").success).toBe(true);
  expect(runIdSchema.safeParse("..x").success).toBe(true);
  for (const name of ["", ".", "..", "a/b", "a\\b", "/a", "a\0"])
    expect(runIdSchema.safeParse(name).success).toBe(false);
});
