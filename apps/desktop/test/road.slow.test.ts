import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench, type Studio } from "./studio.js";

const CLI = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));

const bench = await openBench();
const open = bench as Bench;

/** Three classes that overlap, by a formula, so that the optimum is neither trivial nor at infinity. */
function flowers(): string {
  const rows = ["width,height,color,kind"];
  for (let i = 0; i < 90; i++) {
    const kind = ["aster", "daisy", "rose"][i % 3];
    const [width, height] = [Math.sin(7 * i) + (i % 3), Math.cos(3 * i) - 0.5 * (i % 3)];
    rows.push(`${width.toFixed(3)},${height.toFixed(3)},${i % 2 ? "red" : "white"},${kind}`);
  }
  return `${rows.join("\n")}\n`;
}

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`the road from a file to a run ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let csv: string;
  let studio: Studio;

  beforeAll(async () => {
    csv = join(open.folder, "flowers.csv");
    await writeFile(csv, flowers());
    studio = await open.launch();
  });
  afterAll(() => open.close());

  it("opens the file that the dialog gives, without its path", async () => {
    const { page } = studio;
    await studio.chooseInDialog(csv);
    await page.getByRole("button", { name: "Open a file…" }).click();
    await expect.poll(() => page.getByText("flowers.csv · 90 rows · 4 columns").isVisible()).toBe(true);
    expect(await page.content()).not.toContain(open.folder);
  });

  it("shows its rows and, once a label is chosen, its classes", async () => {
    const { page } = studio;
    const first = page.getByRole("row").nth(1).getByRole("gridcell");
    await expect.poll(() => first.allTextContents()).toEqual(["0", "1", "white", "aster"]);
    await page.getByRole("combobox", { name: /Label/ }).click();
    await page.getByRole("option", { name: "kind" }).click();
    await page.getByText("3 classes", { exact: true }).waitFor();
    expect(await page.getByRole("complementary", { name: "Label" }).textContent()).toContain(
      "aster3033.3%daisy3033.3%rose3033.3%",
    );
  });

  it("says what is wrong with an option beside it", async () => {
    const { page } = studio;
    await page.getByRole("button", { name: "Continue to training" }).click();
    await page.getByLabel("Test size").fill("2");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("testSize: found 2; expected a number < 1").first().waitFor();
  });

  it("waits after each single step", async () => {
    const { page } = studio;
    await page.getByLabel("Test size").fill("0.2");
    await page.getByLabel("l2").fill("1e-3");
    await page.getByText("More options").click();
    await page.getByRole("combobox", { name: "Deterministic" }).click();
    await page.getByRole("option", { name: "yes" }).click();
    await page.getByRole("button", { name: "Step" }).click();
    await expect.poll(() => studio.figure("Step")).toBe("1");
    await page.getByText("Paused.").waitFor();
    await page.getByRole("button", { name: "Step" }).click();
    await expect.poll(() => studio.figure("Step")).toBe("2");
    expect(await page.getByRole("img", { name: "Objective by step" }).isVisible()).toBe(true);
  });

  it("goes on to the end and ends exactly where the command line does", async () => {
    const { page } = studio;
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByText(/^Within .* of the best objective there is\.$/).waitFor();
    const options = ["--label", "kind", "--test-size", "0.2", "--l2", "1e-3", "--deterministic", "--json"];
    const out = join(open.folder, "cli-runs", "flowers-1");
    await mkdir(join(open.folder, "cli-runs"));
    const { stdout } = await promisify(execFile)(process.execPath, [
      CLI,
      "train",
      csv,
      ...options,
      "--out",
      out,
    ]);
    const expected = JSON.parse(stdout);
    const { result, options: asked } = JSON.parse(
      await readFile(join(open.project, "flowers-1", "run.json"), "utf8"),
    );
    expect(asked).toEqual({ label: "kind", testSize: 0.2, l2: 1e-3, deterministic: true });
    expect(result.objective).toEqual(expected.objective);
    expect(result.certificate).toEqual(expected.certificate);
    expect(result.test.confusion).toEqual(expected.test.confusion);
    expect(await studio.figure("Objective")).toBe(expected.objective.value.toPrecision(4));
    expect(await studio.figure("Step")).toBe(String(expected.steps));
    expect(await studio.figure("Test accuracy")).toBe(`${(100 * expected.test.accuracy).toFixed(1)}%`);
  });

  it("stops a run and keeps what was reached", async () => {
    const { page } = studio;
    await page.getByRole("button", { name: "Step" }).click();
    await page.getByText("Paused.").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Saved as flowers-2").waitFor();
    const { result } = JSON.parse(await readFile(join(open.project, "flowers-2", "run.json"), "utf8"));
    expect(result).toMatchObject({ status: "aborted", steps: 1 });
  });

  it("loses nothing when the training process is killed", async () => {
    const { page } = studio;
    await page.getByRole("button", { name: "Step" }).click();
    await page.getByText("Paused.").waitFor();
    await studio.killSession();
    await page
      .getByText(/The training process ended unexpectedly/)
      .first()
      .waitFor();
    await page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
    await expect.poll(() => page.getByRole("row").count()).toBe(4);
  });

  it("finds the runs again after a restart, and those of the command line", async () => {
    await studio.quit();
    studio = await open.launch();
    await studio.page.getByRole("button", { name: "Runs" }).click();
    const first = studio.page.getByRole("row", { name: /flowers-1 converged flowers\.csv/ });
    await first.waitFor();
    await studio.chooseInDialog(join(open.folder, "cli-runs"));
    await studio.page.getByRole("button", { name: "Open project…" }).click();
    await studio.page.getByText("cli-runs · 1 run").waitFor();
  });
});
