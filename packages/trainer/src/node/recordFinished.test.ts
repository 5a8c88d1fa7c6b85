import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDataset } from "@softmax/datasets";
import { afterAll, expect, test } from "vitest";
import type { StartEvent } from "../events.js";
import { encodeModel } from "../modelFile.js";
import { train } from "../train.js";
import { recordFinished } from "./recordFinished.js";
import { createRun, readModel, readRun, recordRun, reopenRun } from "./runFolder.js";

const root = mkdtempSync(join(tmpdir(), "softmax-finished-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A run as `train` carries it out, recorded as it goes, and what another engine would have told at its end. */
async function bothWays() {
  const [as, after] = [join(root, "as-it-goes"), join(root, "afterwards")];
  const source = { data: "iris" };
  const objectives: number[] = [];
  let start!: StartEvent;
  const events = train(await loadDataset("iris"), { l2: 1e-2 });
  for await (const event of recordRun(await createRun(as, source, { l2: 1e-2 }), events)) {
    if (event.type === "start") start = event;
    else if (event.type === "step") {
      if (event.step === 1) objectives.push(event.state.solver.initialValue);
      objectives.push(event.objective);
    } else if (event.type === "end")
      await recordFinished(await createRun(after, source, { l2: 1e-2 }), {
        start,
        objectives,
        result: event.result,
      });
  }
  return { as, after, objectives };
}

test("a run that is over is recorded as one that is watched, but cannot be resumed", async () => {
  const { as, after, objectives } = await bothWays();
  expect(readdirSync(after).sort()).toEqual(["metrics.jsonl", "model.safetensors", "run.json"]);
  const { startedAt: _, ...record } = await readRun(after);
  expect(await readRun(as)).toMatchObject(record);
  expect(encodeModel(await readModel(after))).toEqual(encodeModel(await readModel(as)));
  const lines = readFileSync(join(after, "metrics.jsonl"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).objective)).toEqual(objectives.slice(1));
  await expect(reopenRun(after)).rejects.toThrow("nothing is left to resume");
});
