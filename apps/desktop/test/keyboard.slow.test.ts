import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadAxe, seriousProblems } from "./axe.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;
/** For what takes its time on a busy machine. */
const soon = { timeout: 15_000 };

/** Three classes that overlap, by a formula. */
function flowers(rows: number): string {
  const lines = ["width,height,kind"];
  for (let i = 0; i < rows; i++) {
    const [width, height] = [Math.sin(7 * i) + (i % 3), Math.cos(3 * i) - 0.5 * (i % 3)];
    lines.push(`${width.toFixed(3)},${height.toFixed(3)},${["aster", "daisy", "rose"][i % 3]}`);
  }
  return `${lines.join("\n")}\n`;
}

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`the whole road with the keyboard alone ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  const at = (name: string) => join(open.folder, name);
  const press = async (...keys: string[]) => {
    for (const key of keys) await studio.page.keyboard.press(key);
  };
  const record = async (run: string) =>
    JSON.parse(await readFile(join(open.project, run, "run.json"), "utf8"));
  const problems = () => seriousProblems(studio.page);

  beforeAll(async () => {
    await writeFile(at("flowers.csv"), flowers(90));
    await writeFile(at("new.csv"), flowers(6));
    await writeFile(at("torn.parquet"), "PAR1 and then nothing that belongs there");
    studio = await open.launch();
    await loadAxe(studio.page);
  });
  afterAll(() => open.close());

  /** What the focused element is called. */
  const focused = () =>
    studio.page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const labelled = element?.getAttribute("aria-labelledby")?.split(" ") ?? [];
      const names = labelled.map((id) => document.getElementById(id)?.textContent).join(" ");
      return (
        element?.getAttribute("aria-label") ||
        names ||
        element?.labels?.[0]?.textContent ||
        element?.textContent ||
        ""
      ).trim();
    });
  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 120; presses++) {
      if ((await focused()).startsWith(name)) return;
      await press("Tab");
    }
    throw new Error(`Tab never reached "${name}"`);
  }
  /** Puts a text in the place of the focused field's. */
  const type = async (text: string) => {
    await press("ControlOrMeta+a");
    if (text === "") await press("Delete");
    else await studio.page.keyboard.type(text);
  };
  const byName = async (action: string) => {
    await press("Control+k");
    await studio.page.getByRole("dialog", { name: "Command palette" }).waitFor();
    await studio.page.keyboard.type(action);
    await press("Enter");
  };

  it("opens data, says what is wrong with others, and chooses the label from an open list", async () => {
    const { page } = studio;
    await studio.chooseInDialog(at("torn.parquet"));
    await press("Control+o");
    await page
      .getByRole("alert")
      .getByText(/^torn\.parquet could not be opened/)
      .waitFor();
    await tabTo("Dismiss");
    await press("Enter");
    await studio.chooseInDialog(at("flowers.csv"));
    await press("Control+o");
    await page.getByText("flowers.csv · 90 rows · 3 columns").waitFor();
    await tabTo("Label");
    await press("Enter");
    await page.getByRole("option", { name: "kind" }).waitFor();
    expect(await problems()).toEqual([]);
    await page.keyboard.type("kind");
    await press("Enter");
    await page.getByText("3 classes", { exact: true }).waitFor();
    await tabTo("Continue to training");
    await press("Enter");
  });

  it("steps, goes on, pauses and stops a run by its keys", async () => {
    const { page } = studio;
    await tabTo("Test size");
    await type("0.2");
    await tabTo("Solver");
    await press("Enter");
    await page.getByRole("option", { name: "sgd", exact: true }).waitFor();
    await page.keyboard.type("sgd");
    await press("Enter");
    await tabTo("Max steps");
    await type("10000000");
    await press("Control+Shift+Enter");
    await expect.poll(() => studio.figure("Step"), soon).toBe("1");
    await press("Control+Shift+Enter");
    await expect.poll(() => studio.figure("Step"), soon).toBe("2");
    await press("Control+Enter");
    await expect
      .poll(async () => Number((await studio.figure("Step"))!.replaceAll(",", "")), soon)
      .toBeGreaterThan(5);
    await press("Control+Enter");
    await page.getByText("Paused.").waitFor();
    await press("Control+.");
    await page.getByText("Saved as flowers-1").waitFor();
    expect((await record("flowers-1")).result.status).toBe("aborted");
  });

  it("trains to the end, goes back to the first step, and Axe finds nothing in what opens", async () => {
    const { page } = studio;
    await tabTo("Solver");
    await press("Enter", "Home", "Enter");
    await tabTo("Max steps");
    await type("");
    await tabTo("l2");
    await type("1e-3");
    await press("Control+Enter");
    await page.getByText("Saved as flowers-2").waitFor();
    expect(await problems()).toEqual([]);
    await tabTo("Step shown");
    await press("Home");
    await page.locator('figure[aria-label="Regions"][data-step="1"]').waitFor();
    expect(await problems()).toEqual([]);
    await press("End");
    await tabTo("Feature across");
    await press("Enter");
    await page.getByRole("option", { name: "→ height" }).waitFor();
    expect(await problems()).toEqual([]);
    await press("ArrowDown", "Enter");
    await expect
      .poll(() => page.getByRole("combobox", { name: "Feature upward" }).textContent())
      .toBe("↑ width");
    await tabTo("Export");
    await press("Enter");
    await page.getByRole("menuitem", { name: "Export Regions as SVG…" }).waitFor();
    expect(await problems()).toEqual([]);
    await press("Escape", "Control+/");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    expect(await problems()).toEqual([]);
    await press("Escape", "Control+k");
    await page.getByRole("dialog", { name: "Command palette" }).waitFor();
    expect(await problems()).toEqual([]);
    await press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  });

  it("finds a penalty by cross-validation", async () => {
    const { page } = studio;
    await tabTo("Loss");
    await press("End");
    if ((await page.getByRole("tab", { name: "Tune", selected: true }).count()) === 0) await press("Enter");
    await tabTo("Folds");
    await type("3");
    await tabTo("Find the penalty");
    await press("Enter");
    await page.getByRole("img", { name: "Held-out loss by penalty" }).waitFor();
    expect(await problems()).toEqual([]);
    await tabTo("Use it");
    await press("Enter");
    expect(Number(await page.getByLabel("l2").inputValue())).toBeGreaterThan(0);
    await tabTo("Tune");
    await press("Home");
  });

  it("looks at samples, predicts, and saves", async () => {
    const { page } = studio;
    await press("Control+3");
    await page.getByRole("region", { name: "Confusion matrix" }).getByRole("table").waitFor();
    await tabTo("true aster, predicted aster");
    await press("Enter");
    await page.getByRole("heading", { name: "True aster, predicted aster" }).waitFor();
    await page.getByRole("heading", { name: /^Row/ }).waitFor();
    await studio.chooseInDialog(at("new.csv"));
    await byName("measure the model");
    await expect
      .poll(() => page.getByRole("combobox", { name: "Rows", exact: true }).textContent())
      .toBe("new.csv");
    await press("Control+4");
    await page.getByText("Row 1 of the data.").waitFor();
    await tabTo("width");
    await type("2.5");
    await page.getByText("Your own values.").waitFor();
    await tabTo("One sample");
    await press("ArrowRight");
    if ((await page.getByRole("tab", { name: "A file", selected: true }).count()) === 0) await press("Enter");
    await tabTo("Predict a file…");
    await press("Enter");
    await page.getByRole("heading", { name: "new.csv · 6 rows" }).waitFor();
    await studio.saveInDialog(at("predicted.csv"));
    await tabTo("Save as CSV…");
    await press("Enter");
    await page.getByText("Saved as predicted.csv.").waitFor();
    expect((await readFile(at("predicted.csv"), "utf8")).trim().split("\n")).toHaveLength(7);
  });

  it("loses nothing by a crash, and finds the runs again after a restart", async () => {
    await studio.killSession();
    await studio.page
      .getByRole("alert")
      .getByText(/training process ended/)
      .waitFor();
    await tabTo("Dismiss");
    await press("Enter");
    await studio.quit();
    studio = await open.launch();
    const { page } = studio;
    await page.getByRole("navigation", { name: "Views" }).waitFor();
    await press("Control+5");
    await page.getByRole("row", { name: /flowers-1 stopped/ }).waitFor();
    await page.getByRole("row", { name: /flowers-2 converged/ }).waitFor();
    await tabTo("flowers-1");
    await press("Enter");
    await page.getByRole("complementary", { name: "flowers-1" }).waitFor();
    await studio.saveInDialog(at("model.safetensors"));
    await byName("export the model");
    await expect.poll(() => existsSync(at("model.safetensors")), soon).toBe(true);
  });
});
