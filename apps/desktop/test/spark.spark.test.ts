import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onSpark } from "../../../test/spark/onSpark.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;
/** A cluster on a busy machine. */
const inTime = { timeout: 300_000 };

/** Classes that do not follow from the numbers: without a penalty there is something to do for minutes. */
function noise(): string {
  const names = Array.from({ length: 20 }, (_, j) => `x${j}`);
  const rows = Array.from({ length: 5000 }, (_, i) => [
    ...names.map((_, j) => Math.sin(1e4 * (i * 20 + j + 1)).toFixed(4)),
    (i * 7919) % 10,
  ]);
  return `${[[...names, "label"], ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`training in a cluster from the Train view ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    const csv = join(open.folder, "noise.csv");
    await writeFile(csv, noise());
    studio = await open.launch();
    const { page } = studio;
    await studio.chooseInDialog(csv);
    await page.getByRole("button", { name: "Open a file…" }).click();
    await page.getByText("5,000 rows").first().waitFor();
    await page.getByRole("button", { name: "Continue to training" }).click();
    await page.getByText("More options").click();
  });
  afterAll(() => open.close());

  const picture = async (name: string) => {
    const folder = process.env.SOFTMAX_PICTURES;
    if (folder) await studio.page.screenshot({ path: join(folder, `${name}.png`) });
  };

  it(
    "says what Spark does, and shows and keeps what it found as of any run",
    onSpark(async ({ remote }) => {
      const { page } = studio;
      await page.getByRole("combobox", { name: "Engine" }).click();
      await page.getByRole("option", { name: "spark", exact: true }).click();
      await page.getByLabel("Remote").fill(`${remote}/;user_id=me`);
      await page.getByLabel("Test size").fill("0.2");
      await page.getByText("testSize: Spark trains on all rows").first().waitFor();
      await page.getByLabel("Test size").fill("");
      await page.getByLabel("l2").fill("0.1");
      await expect
        .poll(() => page.getByLabel("The same elsewhere").locator("code").textContent())
        .toBe(`softmax train noise.csv --label label --engine spark --remote ${remote} --l2 0.1`);
      await page.getByRole("button", { name: "Start" }).click();
      await page.getByText(/^Spark: /).waitFor(inTime);
      expect(await page.getByRole("button", { name: "Pause" }).isDisabled()).toBe(true);
      await picture("spark-running");
      await page.getByText("Saved as noise-1").waitFor(inTime);
      await page.getByText(/^Converged after \d+ steps/).waitFor();
      await page.getByText(/^Within .* of the best objective there is/).waitFor();
      await page.getByText("Spark keeps no steps to go back to").waitFor();
      expect(await page.getByText("no longer kept").count()).toBe(0);
      await picture("spark-ended");
      const record = JSON.parse(await readFile(join(open.project, "noise-1", "run.json"), "utf8"));
      expect(record.options).toMatchObject({ engine: "spark", remote, l2: 0.1 });
      await page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
      await page.getByRole("button", { name: "noise-1" }).waitFor();
      await picture("spark-runs");
      await page.getByRole("navigation").getByRole("button", { name: "Train" }).click();
    }),
  );

  it(
    "has Spark stop, and keeps nothing of such a run",
    onSpark(async () => {
      const { page } = studio;
      await page.getByText("More options").click();
      await page.getByLabel("l2").fill("0");
      await page.getByLabel("Tolerance").fill("0");
      await page.getByRole("button", { name: "Start" }).click();
      await page.getByText(/^Spark: fitting/).waitFor(inTime);
      await page.getByRole("button", { name: "Stop" }).click();
      await page.getByText(/^Stopped: the job in Spark has ended/).waitFor(inTime);
      expect(existsSync(join(open.project, "noise-2"))).toBe(false);
      await picture("spark-stopped");
    }),
  );
});
