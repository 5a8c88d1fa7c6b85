import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { decodeCheckpoint } from "@softmax/trainer";
import { readRun } from "@softmax/trainer/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench, type Studio } from "./studio.js";

const CLI = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));

/** More of them: `SOFTMAX_KILLS=40 npx vitest run --project slow apps/desktop/test/kills.slow.test.ts`. */
const kills = Number(process.env.SOFTMAX_KILLS ?? 4);

const bench = await openBench();
const open = bench as Bench;

/** Two classes that overlap, by a formula. */
function table(): string {
  const rows = Array.from({ length: 400 }, (_, i) => {
    const [a, b] = [Math.sin(3 * i) + (i % 2), Math.cos(5 * i)];
    return `${a.toFixed(3)},${b.toFixed(3)},${i % 2 ? "yes" : "no"}`;
  });
  return `a,b,label\n${rows.join("\n")}\n`;
}

const options = ["--solver", "sgd", "--max-steps", "150000", "--tolerance", "0"];

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`the training process, killed at random moments ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  const csv = () => join(open.folder, "kills.csv");
  const cli = (...args: string[]) => promisify(execFile)(process.execPath, [CLI, ...args, "--quiet"]);
  const model = (run: string) => readFile(join(run, "model.safetensors"));

  beforeAll(async () => {
    await writeFile(csv(), table());
    studio = await open.launch();
    const { page } = studio;
    await studio.chooseInDialog(csv());
    await page.getByRole("button", { name: "Open a file…" }).click();
    await page.getByText("400 rows").first().waitFor();
    await page.getByRole("button", { name: "Continue to training" }).click();
    await page.getByRole("combobox", { name: "Preset" }).click();
    await page.getByRole("option", { name: "Standard", exact: true }).click();
    await page.getByRole("combobox", { name: "Solver" }).click();
    await page.getByRole("option", { name: "sgd", exact: true }).click();
    await page.getByLabel("Max steps").fill("150000");
    await page.getByText("More options").click();
    await page.getByLabel("Tolerance").fill("0");
  });
  afterAll(() => open.close());

  it(`leaves runs that can be read and gone on with, ${kills} times`, async () => {
    const { page } = studio;
    for (let k = 0; k < kills; k++) {
      await page.getByRole("button", { name: "Start" }).click();
      await expect
        .poll(() => existsSync(join(open.project, `kills-${k + 1}`, "run.json")), { timeout: 15_000 })
        .toBe(true);
      await page.waitForTimeout(4000 * Math.random());
      await studio.killSession();
      const lost = page.getByText(/The training process ended unexpectedly/).first();
      await lost.waitFor();
      const path = join(open.project, `kills-${k + 1}`);
      expect((await readRun(path)).source.data).toBe(csv());
      for (const name of await readdir(path))
        if (name === "checkpoint.safetensors") decodeCheckpoint(await readFile(join(path, name)));
    }
  });

  it("and the command line ends each of them as if nothing had happened", async () => {
    const whole = join(open.folder, "whole");
    await cli("train", csv(), ...options, "--out", whole);
    for (let k = 1; k <= kills; k++) {
      const path = join(open.project, `kills-${k}`);
      if ((await readRun(path)).result === undefined) await cli("train", "--resume", path);
      expect((await model(path)).equals(await model(whole)), `kills-${k}`).toBe(true);
    }
  });
});
