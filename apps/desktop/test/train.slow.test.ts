import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeInputs } from "./inputs.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const cli = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));

const fashion = fileURLToPath(new URL("../../../../shared/data/fashion-mnist", import.meta.url));

const bench = await openBench();
const open = bench as Bench;
/** For what takes its time on a busy machine. */
const soon = { timeout: 15_000 };

/** Two classes of three numbers, that overlap; by a formula. */
function table(): string {
  const rows = ["size in cm,weight,age,the kind"];
  for (let i = 0; i < 120; i++) {
    const [a, b, c] = [Math.sin(3 * i) + (i % 2), Math.cos(5 * i), Math.sin(11 * i) - 0.3 * (i % 2)];
    rows.push(`${a.toFixed(3)},${b.toFixed(3)},${c.toFixed(3)},${i % 2 ? "it's" : "b c"}`);
  }
  return `${rows.join("\n")}\n`;
}

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`the Train view ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    const csv = join(open.folder, "my data.csv");
    await writeFile(csv, table());
    studio = await open.launch();
    const { page } = studio;
    await studio.chooseInDialog(csv);
    await page.getByRole("button", { name: "Open a file…" }).click();
    await page.getByText("120 rows").first().waitFor();
    await page.getByRole("combobox", { name: /Label/ }).click();
    await page.getByRole("option", { name: "the kind" }).click();
    await page.getByRole("button", { name: "Continue to training" }).click();
  });
  afterAll(() => open.close());

  /** Was no frame of the last thirty of another step? */
  const isAtRest = () =>
    studio.page.evaluate(async () => {
      const step = () =>
        [...document.querySelectorAll("dt")].find((each) => each.textContent === "Step")?.nextSibling
          ?.textContent;
      const before = step();
      for (let frame = 0; frame < 30; frame++) await new Promise(requestAnimationFrame);
      return step() === before;
    });
  const record = async (run: string) =>
    JSON.parse(await readFile(join(open.project, run, "run.json"), "utf8"));
  const clipboard = () => studio.app.evaluate(({ clipboard: system }) => system.readText());
  const choose = async (field: string, option: string) => {
    await studio.page.getByRole("combobox", { name: field }).click();
    await studio.page.getByRole("option", { name: option, exact: true }).click();
  };

  it("says while one types what is wrong with an option, beside it", async () => {
    const { page } = studio;
    await page.getByLabel("l1").fill("-1");
    await page.getByText("l1: found -1; expected a number ≥ 0").first().waitFor();
    await page.getByLabel("l1").fill("");
    await expect.poll(() => page.getByText("l1: found -1").count(), soon).toBe(0);
  });

  it("takes a preset, leaves what concerns the data, and knows when it is one no longer", async () => {
    const { page } = studio;
    await page.getByLabel("Test size").fill("0.25");
    await choose("Preset", "Exact");
    await expect
      .poll(() => page.getByRole("combobox", { name: "Preset" }).textContent(), soon)
      .toContain("Exact");
    await page.getByLabel("l2").fill("0.003");
    await expect
      .poll(() => page.getByRole("combobox", { name: "Preset" }).textContent(), soon)
      .toContain("Custom");
    await expect
      .poll(() => page.getByLabel("The same elsewhere").locator("code").textContent(), soon)
      .toBe(
        "softmax train 'my data.csv' --label 'the kind' --test-size 0.25 --precision float64 --deterministic --l2 0.003",
      );
  });

  it("shows a part of the curve by wheel, keys and dragging, and all of it again", async () => {
    const { page } = studio;
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Saved as my data-1").waitFor();
    const plot = page.getByRole("img", { name: /^Objective by step/ });
    const all = page.getByRole("button", { name: "Show all" });
    const seen = async () =>
      (await plot.getAttribute("aria-description"))?.match(/[\d.]+/g)?.map(Number) ?? [];
    const { x, y, width, height } = (await plot.boundingBox())!;
    await page.mouse.move(x + 0.5 * width, y + 0.5 * height);
    await page.mouse.wheel(0, -200);
    await all.waitFor();
    const wheeled = await seen();
    await plot.focus();
    await page.keyboard.press("+");
    await expect
      .poll(async () => (await seen())[1] - (await seen())[0])
      .toBeLessThan(wheeled[1] - wheeled[0]);
    const [low] = await seen();
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await seen())[0]).toBeGreaterThan(low);
    await page.keyboard.press("0");
    await expect.poll(() => all.count()).toBe(0);
    await page.mouse.move(x + 0.4 * width, y + 0.5 * height);
    await page.mouse.down();
    await page.mouse.move(x + 0.6 * width, y + 0.5 * height, { steps: 4 });
    await page.mouse.up();
    await all.press("Enter");
    await expect.poll(() => all.count()).toBe(0);
    expect(await seen()).toEqual([]);
  });

  /** What a copied command and a copied module end with, run in a terminal. */
  async function pasted() {
    const { page } = studio;
    await page.getByRole("button", { name: "Copy command" }).click();
    await expect.poll(clipboard, soon).toMatch(/^softmax train/);
    const command = (await clipboard()).replace(/^softmax /, '"$NODE" "$CLI" ');
    const shell = await promisify(execFile)("sh", ["-c", `${command} --json`], {
      cwd: open.folder,
      env: { ...process.env, NODE: process.execPath, CLI: cli },
    });
    await page.getByRole("button", { name: "Copy TypeScript" }).click();
    await expect.poll(clipboard, soon).toContain("await fit(dataset, {");
    const module = join(fileURLToPath(new URL("../../cli", import.meta.url)), "dist", "copied.test.mjs");
    const print = "console.log(JSON.stringify([result.objective, result.test?.confusion]));";
    try {
      await writeFile(module, `${await clipboard()}\n${print}\n`);
      const { stdout } = await promisify(execFile)(process.execPath, [module]);
      const [objective, confusion] = JSON.parse(stdout.trim().split("\n").at(-1)!);
      return { command: JSON.parse(shell.stdout), module: { objective, confusion } };
    } finally {
      await rm(module, { force: true });
    }
  }

  async function expectSame(run: string) {
    const { result } = await record(run);
    const { command, module } = await pasted();
    const { objective, certificate, steps, test } = command;
    expect(result.objective).toEqual(objective);
    expect(result).toMatchObject({ certificate, steps, test });
    expect(module).toEqual({ objective, confusion: test.confusion });
    expect(await studio.page.content()).not.toContain(open.folder);
  }

  /** The last bits of generated data are those of the engine's sine and logarithm, which differ from Node's here. */
  async function expectSameDrawn(run: string) {
    const { result } = await record(run);
    const { command, module } = await pasted();
    expect(module.objective).toEqual(command.objective);
    expect(result.steps).toBe(command.steps);
    expect(Math.abs(result.objective.value / command.objective.value - 1)).toBeLessThan(1e-13);
  }

  it("copies a command and TypeScript that end where the run does, to the byte", async () => {
    await expectSame("my data-1");
  });

  it("copies what tests on a file of its own as the run did", async () => {
    const { page } = studio;
    await writeFile(join(open.folder, "it's held.csv"), table().split("\n").slice(0, 31).join("\n"));
    await page.getByLabel("Test size").fill("");
    await page.getByRole("navigation").getByRole("button", { name: "Data" }).click();
    await studio.chooseInDialog(join(open.folder, "it's held.csv"));
    await page.getByRole("button", { name: "Or test on a file…" }).click();
    await page.getByText("30 test rows in it's held.csv").waitFor();
    await page.getByRole("button", { name: "Continue to training" }).click();
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Saved as my data-2").waitFor();
    await expectSame("my data-2");
    await page.getByRole("navigation").getByRole("button", { name: "Data" }).click();
    await page.getByRole("button", { name: "Do without this test file" }).click();
    await page.getByRole("button", { name: "Continue to training" }).click();
    await page.getByLabel("Test size").fill("0.25");
  });

  it("steps, pauses, goes on, and keeps what it has when it is stopped", async () => {
    const { page } = studio;
    await choose("Preset", "Standard");
    await choose("Solver", "sgd");
    await page.getByLabel("Max steps").fill("10000000");
    await page.getByText("More options").click();
    await page.getByLabel("Epochs").fill("10000000");
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await expect.poll(() => studio.figure("Step"), soon).toBe("1");
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await expect.poll(() => studio.figure("Step"), soon).toBe("2");
    await page.getByRole("button", { name: "Resume" }).click();
    await expect
      .poll(async () => Number((await studio.figure("Step"))!.replaceAll(",", "")), soon)
      .toBeGreaterThan(20);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused.").waitFor();
    // The step that was under way still arrives.
    await expect.poll(isAtRest, soon).toBe(true);
    const paused = await studio.figure("Step");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Saved as my data-3").waitFor();
    const { result } = await record("my data-3");
    expect(result.status).toBe("aborted");
    expect(result.steps).toBe(Number(paused!.replaceAll(",", "")));
    expect(await studio.figure("Objective")).toBe(result.objective.value.toPrecision(4));
    expect(await studio.figure("Training accuracy")).toBe(`${(100 * result.train.accuracy).toFixed(1)}%`);
  });

  it("finds the penalty as the command line's tune does, and takes it into the form", async () => {
    const { page } = studio;
    await choose("Preset", "Standard");
    await page.getByRole("tab", { name: "Tune" }).click();
    await page.getByLabel("Folds").fill("3");
    await page.getByRole("button", { name: "Find the penalty" }).click();
    await page.getByRole("img", { name: "Held-out loss by penalty" }).waitFor();
    await page.getByRole("button", { name: "Use it" }).first().click();
    const { stdout } = await promisify(execFile)(process.execPath, [
      cli,
      "tune",
      join(open.folder, "my data.csv"),
      ...["--label", "the kind", "--test-size", "0.25", "--cv", "3", "--json"],
    ]);
    const { path, best } = JSON.parse(stdout);
    expect(Number(await page.getByLabel("l2").inputValue())).toBe(Number(path[best].l2.toPrecision(4)));
  });

  it("copies generated data by their seed: the command draws what the run was on", async () => {
    const { page } = studio;
    await page.getByRole("navigation").getByRole("button", { name: "Data" }).click();
    await page.getByRole("button", { name: "Open another…" }).click();
    await page.getByRole("button", { name: /^blobs/ }).click();
    await page.getByRole("button", { name: "Continue to training" }).click();
    await choose("Preset", "Exact");
    await page.getByText("More options").click();
    await page.getByLabel("Seed").fill("5");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Saved as blobs-1").waitFor();
    await expectSameDrawn("blobs-1");
    await page.getByLabel("Seed").fill("");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Saved as blobs-2").waitFor();
    await expectSameDrawn("blobs-2");
    expect((await record("blobs-2")).start.fingerprint).not.toBe((await record("blobs-1")).start.fingerprint);
  });

  it("answers every one of 50 inputs while Fashion-MNIST is trained from its IDX files", async (context) => {
    const { page } = studio;
    if (!existsSync(fashion)) return context.skip("../shared/data/fashion-mnist is not there");
    await page.getByRole("navigation").getByRole("button", { name: "Data" }).click();
    await studio.chooseInDialog(fashion);
    await page.getByRole("button", { name: "Open another…" }).click();
    await page.getByRole("button", { name: "Open a folder…" }).click();
    await page.getByText("60,000 rows").first().waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Continue to training" }).click();
    await choose("Preset", "Standard");
    await page.getByLabel("Test size").fill("");
    await page.getByRole("tab", { name: "Loss" }).click();
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByRole("figure", { name: "Weights of each class" }).waitFor({ timeout: 60_000 });
    const { answered, inputs } = await makeInputs(page, 50);
    expect(answered).toBe(inputs);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Saved as fashion-mnist-1").waitFor({ timeout: 60_000 });
    expect((await record("fashion-mnist-1")).result.status).toBe("aborted");
  });
});
