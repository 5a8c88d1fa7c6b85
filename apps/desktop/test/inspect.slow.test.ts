import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Metrics } from "@softmax/trainer";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count, measure, percent } from "../src/renderer/design/format.js";
import { loadAxe, seriousProblems } from "./axe.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const CLI = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));

const bench = await openBench();
const open = bench as Bench;

/** Three classes that overlap, by a formula, so that some rows are predicted wrong. */
function flowers(): string {
  const rows = ["width,height,color,kind"];
  for (let i = 0; i < 120; i++) {
    const [width, height] = [Math.sin(7 * i) + (i % 3), Math.cos(3 * i) - 0.5 * (i % 3)];
    const kind = ["aster", "daisy", "rose"][i % 3];
    rows.push(`${width.toFixed(3)},${height.toFixed(3)},${i % 2 ? "red" : "white"},${kind}`);
  }
  return `${rows.join("\n")}\n`;
}

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`inspect ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  let csv: string;
  let trained: { train: Metrics; test: Metrics };
  const run = (name: string) => join(open.project, name);

  async function cli(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], { cwd: open.folder });
    return stdout;
  }

  beforeAll(async () => {
    csv = join(open.folder, "flowers.csv");
    await writeFile(csv, flowers());
    await mkdir(open.project, { recursive: true });
    await cli("train", "digits", "--max-steps", "12", "--out", run("digits-1"));
    const options = ["--label", "kind", "--test-size", "0.3", "--l2", "1e-2"];
    await cli("train", "flowers.csv", ...options, "--out", run("flowers-1"));
    trained = JSON.parse(await readFile(join(run("flowers-1"), "run.json"), "utf8")).result;
    studio = await open.launch();
    await loadAxe(studio.page);
    await studio.page.getByRole("navigation").getByRole("button", { name: "Inspect" }).click();
    await studio.page.getByText("flowers-1").first().waitFor();
  });
  afterAll(() => open.close());

  const textsOf = async (table: Locator): Promise<string[][]> =>
    table
      .locator("tbody tr")
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
  const numberOf = (text: string) => Number(text.replace("−", "-").replace("%", "").replaceAll(",", ""));
  const tab = (name: string) => studio.page.getByRole("tab", { name, exact: true }).click();
  const choose = async (label: string, option: string) => {
    await studio.page.getByRole("combobox", { name: label, exact: true }).click();
    await studio.page.getByRole("option", { name: option, exact: true }).click();
  };

  /** Compares every metric on the page with those that the command line printed. */
  async function expectMetrics(metrics: Metrics, classes: readonly (string | number)[]): Promise<void> {
    const { page } = studio;
    await tab("Right and wrong");
    await expect.poll(() => studio.figure("Log loss")).toBe(measure(metrics.logLoss));
    expect(await studio.figure("Rows")).toBe(count(metrics.n));
    expect(await page.getByRole("region", { name: "Inspect" }).locator("dl dd").allTextContents()).toEqual([
      count(metrics.n),
      percent(metrics.accuracy),
      percent(metrics.balancedAccuracy),
      measure(metrics.logLoss),
      measure(metrics.brier),
      measure(metrics.ece),
    ]);
    const matrix = await textsOf(page.getByRole("region", { name: "Confusion matrix" }).getByRole("table"));
    expect(matrix).toEqual(metrics.confusion.map((row, c) => [String(classes[c]), ...row.map(count)]));
    await tab("Quality");
    const byClass = await textsOf(page.getByRole("region", { name: "By class" }).getByRole("table"));
    const shown = ({ precision, recall, f1 }: Metrics["macro"]) => [precision, recall, f1].map(percent);
    expect(byClass).toEqual([
      ...metrics.perClass.map((each, c) => [String(classes[c]), ...shown(each), count(each.support)]),
      ["Mean of the classes", ...shown(metrics.macro), ""],
      ["Mean weighted by rows", ...shown(metrics.weighted), ""],
    ]);
    const bins = await textsOf(page.getByRole("region", { name: "Reliability" }).getByRole("table"));
    expect(bins.reduce((sum, [, rows]) => sum + numberOf(rows), 0)).toBe(metrics.n);
    const ece = bins.reduce(
      (sum, [, rows, confidence, right]) =>
        sum + (numberOf(rows) / metrics.n) * Math.abs(numberOf(confidence) - numberOf(right)),
      0,
    );
    expect(Math.abs(ece - 100 * metrics.ece!)).toBeLessThanOrEqual(0.1);
    await tab("Right and wrong");
  }

  it("shows the test rows of a run of the command line as that measured them", async () => {
    await expectMetrics(trained.test, ["aster", "daisy", "rose"]);
  });

  it("shows the training rows as that measured them", async () => {
    await choose("Rows", "Training rows");
    await expectMetrics(trained.train, ["aster", "daisy", "rose"]);
  });

  it("shows images as `softmax evaluate --json` measures them", async () => {
    await choose("Run", "digits-1");
    const evaluation = JSON.parse(await cli("evaluate", run("digits-1"), "digits", "--json"));
    await expectMetrics(evaluation, evaluation.classes);
    await tab("Weights");
    await expect
      .poll(() => studio.page.getByRole("img", { name: /^Weights of \d by pixel/ }).count())
      .toBe(10);
    await tab("Right and wrong");
    await choose("Run", "flowers-1");
  });

  it("measures a run on another file as `softmax evaluate --json` does, and names what the file lacks", async () => {
    const { page } = studio;
    const [header, ...lines] = flowers().trim().split("\n");
    const others = lines.map((line, i) => (i % 7 ? line : line.replace(/\w+$/, "rose")));
    await writeFile(join(open.folder, "others.csv"), [header, ...others].join("\n"));
    await writeFile(join(open.folder, "unlabelled.csv"), "width,height,color\n1,2,red\n");
    const evaluation = JSON.parse(await cli("evaluate", run("flowers-1"), "others.csv", "--json"));
    await studio.chooseInDialog(join(open.folder, "others.csv"));
    await page.getByRole("button", { name: "Another file…" }).click();
    await expect
      .poll(() => page.getByRole("combobox", { name: "Rows", exact: true }).textContent())
      .toBe("others.csv");
    const { n, accuracy, balancedAccuracy, logLoss, brier, ece } = evaluation;
    await expect
      .poll(() => page.getByRole("region", { name: "Inspect" }).locator("dl dd").allTextContents())
      .toEqual([
        count(n),
        percent(accuracy),
        percent(balancedAccuracy),
        measure(logLoss),
        measure(brier),
        measure(ece),
      ]);
    const matrix = await textsOf(page.getByRole("region", { name: "Confusion matrix" }).getByRole("table"));
    expect(matrix.map(([, ...row]) => row.map(Number))).toEqual(evaluation.confusion);
    await page.getByRole("heading", { name: /^Row/ }).waitFor();
    await studio.chooseInDialog(join(open.folder, "unlabelled.csv"));
    await page.getByRole("button", { name: "Another file…" }).click();
    await page
      .getByText(/unlabelled\.csv.*"kind"/)
      .first()
      .waitFor();
    expect(await page.content()).not.toContain(open.folder);
    expect(await page.getByRole("combobox", { name: "Rows", exact: true }).textContent()).toBe("others.csv");
  });

  it("opens the samples of a cell, the most confident first", async () => {
    const { page } = studio;
    await choose("Rows", "Training rows");
    const [truth, predicted] = [1, 1];
    const size = trained.train.confusion[truth][predicted];
    await page.getByRole("button", { name: /^true daisy, predicted daisy/ }).click();
    await page.getByRole("heading", { name: "True daisy, predicted daisy" }).waitFor();
    const rows = page.getByRole("region", { name: "Samples" }).getByRole("listitem");
    await expect.poll(() => rows.count()).toBe(size);
    const confidences = (await rows.allInnerTexts()).map((text) => numberOf(text.split(/\s+/).at(-1)!));
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    await page.getByRole("button", { name: "Show all mistakes" }).click();
    const mistakes = trained.train.confusion.flat().reduce((sum, n) => sum + n, 0);
    const right = trained.train.confusion.reduce((sum, row, c) => sum + row[c], 0);
    await expect.poll(() => rows.count()).toBe(mistakes - right);
  });

  it("explains a sample in numbers that add up to what `softmax predict` says", async () => {
    const { page } = studio;
    const printed = (await cli("predict", run("flowers-1"), "flowers.csv", "--probabilities"))
      .trim()
      .split("\n");
    const explanation = page.getByRole("region", { name: "Explanation" });
    for (const at of [0, 1, 2]) {
      await page
        .getByRole("region", { name: "Samples" })
        .getByRole("listitem")
        .nth(at)
        .getByRole("button")
        .click();
      const title = await explanation.getByRole("heading", { name: /^Row/ }).textContent();
      const row = numberOf(title!.slice(4));
      const [label, ...probabilities] = printed[row].split(",");
      await expect.poll(() => explanation.locator("strong").textContent()).toBe(label);
      const classes = await textsOf(
        explanation.getByRole("region", { name: "Probabilities" }).getByRole("table"),
      );
      const column = (k: number) => classes.map((cells) => Math.round(10_000 * numberOf(cells[k])));
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const foot = explanation.getByRole("region", { name: "Probabilities" }).locator("tfoot td");
      expect(sum(column(3))).toBe(Math.round(10_000 * numberOf((await foot.first().textContent())!)));
      expect(sum(column(4))).toBe(1_000_000);
      const max = Math.max(...column(1));
      expect(column(2)).toEqual(column(1).map((score) => score - max));
      for (const [c, p] of probabilities.entries())
        expect(Math.abs(numberOf(classes[c][4]) - 100 * Number(p))).toBeLessThan(0.01);
      for (const [c, [name]] of classes.entries()) {
        await choose("Class", name);
        const score = explanation.getByRole("region", { name: "Score" });
        const terms = (await textsOf(score.getByRole("table"))).map((cells) =>
          Math.round(10_000 * numberOf(cells[3])),
        );
        const total = await score.locator("tfoot td").textContent();
        expect(sum(terms)).toBe(Math.round(10_000 * numberOf(total!)));
        expect(sum(terms)).toBe(column(1)[c]);
      }
    }
  });

  it("lists the weights as `softmax inspect --json` does, and sorts them by a heading", async () => {
    const { page } = studio;
    await tab("Weights");
    const { largestWeights } = JSON.parse(await cli("inspect", run("flowers-1"), "--json"));
    const table = page.getByRole("region", { name: "Weights by feature" }).getByRole("table");
    const shown = new Map((await textsOf(table)).map(([name, ...cells]) => [name, cells]));
    expect(shown.size).toBe(5);
    for (const [c, { bias, weights }] of largestWeights.entries()) {
      expect(shown.get("Bias")![c]).toBe(measure(bias));
      for (const { feature, weight } of weights) expect(shown.get(feature)![c]).toBe(measure(weight));
    }
    await page.getByRole("button", { name: "daisy" }).click();
    expect(await page.getByRole("columnheader", { name: "daisy" }).getAttribute("aria-sort")).toBe(
      "descending",
    );
    const sorted = (await textsOf(table)).slice(1).map((cells) => numberOf(cells[2]));
    expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
    await tab("Right and wrong");
  });

  it("is used with the keyboard alone", async () => {
    const { page } = studio;
    await page.mouse.move(0, 0);
    await page.getByRole("tab", { name: "Right and wrong" }).focus();
    await page.keyboard.press("Tab");
    const label = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    while (!(await label()).startsWith("true aster, predicted aster")) await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(await label()).toMatch(/^true daisy, predicted daisy/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "True daisy, predicted daisy" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const second = page
      .getByRole("region", { name: "Samples" })
      .getByRole("listitem")
      .nth(1)
      .getByRole("button");
    await expect.poll(() => second.getAttribute("aria-pressed")).toBe("true");
  });

  it("has no serious problem for anybody, in every part of it", async () => {
    for (const name of ["digits-1", "flowers-1"]) {
      await choose("Run", name);
      await studio.page.getByRole("heading", { name: /^Row/ }).waitFor();
      for (const part of ["Right and wrong", "Quality", "Weights"]) {
        await tab(part);
        expect(await seriousProblems(studio.page)).toEqual([]);
      }
      await tab("Right and wrong");
    }
  });

  it("says so where the data are no longer there, and still shows the weights", async () => {
    const { page } = studio;
    await writeFile(csv, `${flowers()}0,0,red,rose\n`);
    await cli("train", "flowers.csv", "--label", "kind", "--max-steps", "3", "--out", run("flowers-2"));
    await writeFile(csv, flowers());
    await page.getByRole("navigation").getByRole("button", { name: "Runs" }).click();
    await page.getByRole("navigation").getByRole("button", { name: "Inspect" }).click();
    await choose("Run", "flowers-2");
    await page.getByText(/The data have changed since this run/).waitFor();
    await writeFile(csv, "");
    await choose("Run", "flowers-1");
    await page.getByText(/The data of this run cannot be read again: flowers\.csv/).waitFor();
    expect(await page.content()).not.toContain(open.folder);
    await page.getByRole("region", { name: "Weights by feature" }).waitFor();
  });
});
