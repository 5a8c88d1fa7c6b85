import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench, type Studio } from "./studio.js";

const CLI = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`runs ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;

  /** Trains by the command line into the project's folder. */
  const trainByCli = (name: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, [
      CLI,
      "train",
      "penguins",
      ...args,
      "--out",
      join(open.project, name),
    ]);
  const isThere = (program: string) =>
    promisify(execFile)(program, ["--version"]).then(
      () => true,
      () => false,
    );
  const file = (run: string, name: string) => join(open.project, run, name);
  const record = async (run: string) => JSON.parse(await readFile(file(run, "run.json"), "utf8"));
  beforeAll(async () => {
    await trainByCli("penguins-1", "--l2", "1e-3", "--test-size", "0.2");
    await trainByCli("penguins-2", "--l2", "1e-3", "--test-size", "0.2", "--max-steps", "3");
    await trainByCli("penguins-3", "--l2", "0.1", "--test-size", "0.2", "--validation-size", "0.2");
    await mkdir(join(open.project, "broken-1"));
    await writeFile(file("broken-1", "run.json"), '{"formatVersion": 1,');
    studio = await open.launch();
    await studio.page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
    await studio.page.getByText("3 runs").waitFor();
  });
  afterAll(() => open.close());

  it("gives the options that differ a column each, and no others", async () => {
    const headings = await studio.page.getByRole("columnheader").allTextContents();
    expect(headings).toEqual([
      ...["Run", "Status", "Data", "Method", "l2", "Max steps", "Validation size"],
      ...["Steps", "Objective", "Gap", "Train", "Test", "Time", "Started", "Note"],
    ]);
    const cells = studio.page.getByRole("row", { name: /penguins-3/ }).getByRole("cell");
    expect((await cells.allTextContents()).slice(4, 7)).toEqual(["0.1", "10000", "0.2"]);
  });

  it("sorts by a heading", async () => {
    const { page } = studio;
    await page.getByRole("columnheader", { name: "Objective" }).getByRole("button").click();
    const shown = page.locator("tbody tr td:first-child");
    const objective = async (run: string) => (await record(run)).result.objective.value;
    const values = [];
    for (const run of await shown.allTextContents()) values.push(await objective(run));
    expect(values).toHaveLength(3);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });

  it("says what is wrong with a run that cannot be read, and leaves it alone", async () => {
    await studio.page.getByText(/broken-1\/run\.json: not JSON/).waitFor();
    expect(await readFile(file("broken-1", "run.json"), "utf8")).toBe('{"formatVersion": 1,');
    expect(await studio.page.content()).not.toContain(open.folder);
  });

  it("lays the curves of chosen runs over each other", async () => {
    const { page } = studio;
    await page.getByRole("button", { name: "penguins-1" }).click();
    await page.getByRole("img", { name: "Objective by step of penguins-1", exact: true }).waitFor();
    await page.getByRole("checkbox", { name: "Compare penguins-3" }).check();
    await page.getByRole("img", { name: "Objective by step of penguins-1, penguins-3" }).waitFor();
    await page.getByRole("tab", { name: "Validation loss" }).click();
    await page.getByRole("img", { name: "Validation loss by step of penguins-1, penguins-3" }).waitFor();
    await page.getByRole("checkbox", { name: "Compare penguins-3" }).uncheck();
    await page.getByText("None of these runs has a validation part").waitFor();
    await page.getByRole("tab", { name: "Objective" }).click();
  });

  it("exports curves, the table and the model where the dialog says", async () => {
    const { page } = studio;
    await page.getByRole("checkbox", { name: "Compare penguins-2" }).check();
    const at = (name: string) => join(open.folder, name);
    const exports: [string, ...string[]][] = [
      ["curves.svg", "Export from Runs", "Curves as SVG…"],
      ["curves.png", "Export from Runs", "Curves as PNG…"],
      ["runs.csv", "Export Table of Runs…"],
      ["model.safetensors", "Export Model…"],
    ];
    for (const [name, ...labels] of exports) {
      await studio.saveInDialog(at(name));
      await studio.chooseInMenu("&File", ...labels);
      await expect.poll(() => existsSync(at(name)), { timeout: 10_000 }).toBe(true);
    }
    const svg = await readFile(at("curves.svg"), "utf8");
    expect(svg).toMatch(/^<svg /);
    expect(svg.match(/penguins-\d/g)).toEqual(["penguins-1", "penguins-2"]);
    const png = await readFile(at("curves.png"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1080]);
    expect((await readFile(at("runs.csv"), "utf8")).split("\n")[0]).toBe(
      "run,started,data,solver,status,steps,seconds,objective,gap,trainAccuracy,testAccuracy,note," +
        "option l2,option maxSteps,option testSize,option validationSize",
    );
    expect(await readFile(at("model.safetensors"))).toEqual(
      await readFile(file("penguins-2", "model.safetensors")),
    );
  });

  it("has a note on the disk when it says so: killing everything loses nothing of it", async () => {
    const { page } = studio;
    await page.getByRole("button", { name: "penguins-1" }).click();
    await page.getByLabel("Note").fill("Adélies are easy.\nTry more l2.");
    await page.getByText("Saved", { exact: true }).waitFor();
    await studio.kill();
    expect(await readFile(file("penguins-1", "note.txt"), "utf8")).toBe("Adélies are easy.\nTry more l2.");
    studio = await open.launch();
    await studio.page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
    await studio.page.getByRole("cell", { name: "Adélies are easy." }).waitFor();
  });

  it("finds a run that was killed with the application, and brings it to its end", async () => {
    await studio.page.getByRole("navigation").getByRole("button", { name: "Data" }).click();
    await studio.page.getByRole("button", { name: /^penguins/ }).click();
    await studio.page.getByRole("button", { name: "Continue to training" }).click();
    await studio.page.getByRole("button", { name: "Step", exact: true }).click();
    await expect.poll(() => existsSync(file("penguins-4", "run.json"))).toBe(true);
    await studio.kill();
    studio = await open.launch();
    await studio.page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
    await studio.page.getByRole("row", { name: /penguins-4 interrupted/ }).waitFor();
    await studio.page.getByRole("button", { name: "penguins-4" }).click();
    await studio.page.getByRole("button", { name: "Resume" }).click();
    await expect.poll(async () => (await record("penguins-4")).result?.status).toBe("converged");
  });

  it("tells a run that the command line is training from one that was interrupted", async () => {
    const { page } = studio;
    const endless = ["--solver", "sgd", "--epochs", "100000000", "--out", join(open.project, "penguins-6")];
    const writer = spawn(process.execPath, [CLI, "train", "penguins", ...endless], { stdio: "ignore" });
    try {
      await expect.poll(() => existsSync(file("penguins-6", "run.json")), { timeout: 15_000 }).toBe(true);
      await page.getByRole("navigation").getByRole("button", { name: "Train" }).click();
      await page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
      await page.getByRole("row", { name: /penguins-6 running/ }).waitFor();
      await page.getByRole("button", { name: "penguins-6" }).click();
      const detail = page.getByRole("complementary", { name: "penguins-6" });
      await detail.getByText("Another program is training it").waitFor();
      expect(await detail.getByRole("button", { name: "Resume" }).count()).toBe(0);
      expect(await detail.getByRole("button", { name: "Delete…" }).isDisabled()).toBe(true);
    } finally {
      writer.kill("SIGKILL");
    }
    await page.getByRole("row", { name: /penguins-6 interrupted/ }).waitFor();
  });

  it("resumes a run from its checkpoint, to what the command line makes of it", async () => {
    const { page } = studio;
    const twin = join(open.folder, "twin");
    await interruptedRun("penguins-5");
    await cp(join(open.project, "penguins-5"), twin, { recursive: true });
    await page.getByRole("navigation").getByRole("button", { name: "Train" }).click();
    await page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
    await page.getByRole("row", { name: /penguins-5 interrupted/ }).waitFor();
    await page.getByRole("button", { name: "penguins-5" }).click();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByText("Saved as penguins-5").waitFor();
    await promisify(execFile)(process.execPath, [CLI, "train", "--resume", twin]);
    expect(await readFile(file("penguins-5", "model.safetensors"))).toEqual(
      await readFile(join(twin, "model.safetensors")),
    );
    const { result } = await record("penguins-5");
    expect(result).toMatchObject({ status: "max-steps", steps: 40 });
  });

  /** A run as a killed process leaves it: ended, then without its result and model. */
  async function interruptedRun(name: string): Promise<void> {
    await trainByCli(name, "--solver", "gd", "--max-steps", "40", "--deterministic");
    const { result: _, crc32: _sum, ...rest } = await record(name);
    await writeFile(file(name, "run.json"), JSON.stringify(rest));
  }

  it("is used with the keyboard alone: compare, note, export", async () => {
    const { page } = studio;
    await page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
    await page.getByRole("button", { name: "penguins-1" }).click();
    await page.getByRole("checkbox", { name: "Compare penguins-3" }).focus();
    await page.keyboard.press("Space");
    await page.getByRole("img", { name: /penguins-1, penguins-3/ }).waitFor();
    const tabTo = async (found: () => Promise<boolean>) => {
      for (let presses = 0; presses < 60; presses++) {
        if (await found()) return;
        await page.keyboard.press("Tab");
      }
      throw new Error("Tab never got there");
    };
    await tabTo(() => page.evaluate(() => document.activeElement?.tagName === "TEXTAREA"));
    await page.keyboard.type("by keys");
    await page.getByRole("row", { name: /penguins-3 .* by keys/ }).waitFor();
    await tabTo(() => page.evaluate(() => document.activeElement?.textContent === "Export"));
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Export Curves as SVG…" }).waitFor();
    await studio.saveInDialog(join(open.folder, "keys.svg"));
    await page.keyboard.type("Export Curves as S");
    await page.keyboard.press("Enter");
    await expect.poll(() => existsSync(join(open.folder, "keys.svg"))).toBe(true);
    expect(studio.errors()).not.toContain("Content security policy");
  });

  it("moves a run to the trash when asked twice, and not when the answer is no", async (context) => {
    const { page, app } = studio;
    const isLinux = process.platform === "linux";
    if (isLinux && !(await isThere("gio"))) return context.skip("gio, which the trash takes, is not there");
    const model = await readFile(file("penguins-2", "model.safetensors"));
    await page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
    await page.getByRole("button", { name: "penguins-2" }).click();
    const answer = (response: number) =>
      app.evaluate(({ dialog }, chosen) => {
        dialog.showMessageBox = async () => ({ response: chosen, checkboxChecked: false });
      }, response);
    await answer(1);
    await page.getByRole("button", { name: "Delete…" }).click();
    await page.getByRole("button", { name: "Delete…" }).click();
    expect(existsSync(join(open.project, "penguins-2"))).toBe(true);
    await answer(0);
    await page.getByRole("button", { name: "Delete…" }).click();
    await expect.poll(() => page.getByRole("row", { name: /penguins-2/ }).count()).toBe(0);
    expect(existsSync(join(open.project, "penguins-2"))).toBe(false);
    if (isLinux) expect(await readFile(join(open.trash, "penguins-2", "model.safetensors"))).toEqual(model);
  });
});
