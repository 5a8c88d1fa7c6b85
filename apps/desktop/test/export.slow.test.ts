import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { featureNames } from "@softmax/datasets";
import { type RunRecord, readModel, readRun } from "@softmax/trainer/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadAxe, seriousProblems } from "./axe.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const CLI = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`what is saved of Train and Inspect ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  let run: RunRecord;
  const at = (name: string) => join(open.folder, name);
  const inProject = (...names: string[]) => join(open.project, ...names);

  beforeAll(async () => {
    const digits = [
      "train",
      "digits",
      "--max-steps",
      "12",
      "--test-size",
      "0.2",
      "--out",
      inProject("digits-1"),
    ];
    await promisify(execFile)(process.execPath, [CLI, ...digits]);
    studio = await open.launch();
    const { page } = studio;
    await loadAxe(page);
    await page.getByRole("button", { name: /^iris/ }).click();
    await page.getByRole("button", { name: "Continue to training" }).click();
    await page.getByLabel("Validation size").fill("0.2");
    await page.getByLabel("Test size").fill("0.2");
    await page.getByLabel("l2").fill("1e-3");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Saved as iris-1").waitFor();
    await page.locator('figure[aria-label="Regions"]').waitFor();
    run = await readRun(inProject("iris-1"));
  });
  afterAll(() => open.close());

  /** Saves by the menu, and reads what was saved. */
  async function saved(name: string, view: "Train" | "Inspect", title: string): Promise<Buffer> {
    await studio.saveInDialog(at(name));
    await studio.chooseInMenu("&File", `Export from ${view}`, title);
    await expect.poll(() => existsSync(at(name)), { timeout: 10_000 }).toBe(true);
    return readFile(at(name));
  }
  const text = async (...asked: Parameters<typeof saved>) => (await saved(...asked)).toString();
  /** The cells of a table without commas in them, a row a line. */
  const rows = (csv: string) =>
    csv
      .trim()
      .split("\n")
      .map((line) => line.split(","));
  const numbers = (row: readonly string[]) => row.map((cell) => (cell === "" ? null : Number(cell)));
  /** Size of an image, and how many of its pixels have each of its colors. */
  const pixels = (name: string) =>
    studio.app.evaluate(({ nativeImage }, path) => {
      const image = nativeImage.createFromPath(path);
      const [bytes, counts] = [image.toBitmap(), new Map<string, number>()];
      for (let p = 0; p < bytes.length; p += 4) {
        const color = bytes.subarray(p, p + 3).join();
        counts.set(color, (counts.get(color) ?? 0) + 1);
      }
      return {
        ...image.getSize(),
        colors: counts.size,
        most: Math.max(...counts.values()) / (bytes.length / 4),
      };
    }, at(name));

  it("the curves, with the numbers of metrics.jsonl", async () => {
    const lines = (await readFile(inProject("iris-1", "metrics.jsonl"), "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const [head, ...table] = rows(await text("curves.csv", "Train", "Curves as CSV…"));
    expect(head).toEqual(
      "step,objective,gradientNorm,validationLoss,trainAccuracy,validationAccuracy,gap".split(","),
    );
    expect(table.map((row) => numbers(row.slice(0, 4)))).toEqual(
      lines.map(({ step, objective, gradientNorm, validation }) => [
        step,
        objective,
        gradientNorm,
        validation.logLoss,
      ]),
    );
    expect(numbers(table.at(-1)!.slice(4))).toEqual([
      run.result!.train.accuracy,
      run.result!.validation!.accuracy,
      run.result!.certificate.gap,
    ]);
    const svg = await text("curves.svg", "Train", "Curves as SVG…");
    expect(svg).toContain("Objective");
    expect(svg).toContain("Validation loss");
    const paths = [...svg.matchAll(/<path [^>]*d="(M[^"]*)"/g)].map(([, d]) => d.split(/[ML]/).length - 1);
    expect(paths.filter((points) => points === lines.length)).toHaveLength(2);
    await saved("curves.png", "Train", "Curves as PNG…");
    expect(await pixels("curves.png")).toMatchObject({ width: 1920, height: 1080 });
  });

  it("the pictures of the shown step: regions, probabilities, confusion", async () => {
    const n = run.start!.nSamples.train;
    const regions = await text("regions.svg", "Train", "Regions as SVG…");
    expect(regions.match(/scale\(4\)/g)).toHaveLength(n);
    expect(regions).toContain("petal_length");
    await saved("regions.png", "Train", "Regions as PNG…");
    const regionsImage = await pixels("regions.png");
    expect(regionsImage).toMatchObject({ width: 1920, height: 1080 });
    // The shading between the classes is in it, not only lines on an empty ground.
    expect(regionsImage.colors).toBeGreaterThan(1000);
    const simplex = await text("simplex.svg", "Train", "Probabilities as SVG…");
    expect(simplex.match(/scale\(4\)/g)).toHaveLength(n);
    for (const name of run.start!.classes) expect(simplex).toContain(String(name));
    const confusion = rows(await text("confusion.csv", "Train", "Confusion as CSV…"));
    expect(confusion.slice(1).map((row) => numbers(row.slice(1)))).toEqual(run.result!.train.confusion);
  });

  it("the step that was gone back to, by its own name", async () => {
    const { page } = studio;
    await page.getByRole("slider", { name: "Step shown" }).focus();
    await page.keyboard.press("Home");
    await page.locator('figure[aria-label="Regions"][data-step="1"]').waitFor();
    const cells = await page
      .getByRole("figure", { name: "Confusion, training rows" })
      .locator("tbody td")
      .allTextContents();
    const confusion = rows(await text("first.csv", "Train", "Confusion as CSV…")).slice(1);
    expect(confusion.flatMap((row) => numbers(row.slice(1)))).toEqual(
      cells.map((cell) => (cell === "·" ? 0 : Number(cell))),
    );
    await page.getByRole("button", { name: "Latest" }).click();
  });

  it("metrics of the test rows, as run.json has them", async () => {
    await studio.page.keyboard.press("Control+3");
    await studio.page.getByRole("region", { name: "Confusion matrix" }).getByRole("table").waitFor();
    const { confusion, perClass, macro, calibration } = run.result!.test!;
    const matrix = rows(await text("matrix.csv", "Inspect", "Confusion Matrix as CSV…"));
    expect(matrix[0]).toEqual(["true class", ...run.start!.classes.map((name) => `predicted ${name}`)]);
    expect(matrix.slice(1).map(([name, ...row]) => [name, ...numbers(row)])).toEqual(
      confusion.map((row, c) => [run.start!.classes[c], ...row]),
    );
    const svg = await text("matrix.svg", "Inspect", "Confusion Matrix as SVG…");
    expect([...svg.matchAll(/>(\d+)<\/text>/g)].map(([, value]) => Number(value))).toEqual(confusion.flat());
    const classes = rows(await text("classes.csv", "Inspect", "Metrics by Class as CSV…"));
    expect(classes.slice(1, 4).map(([, ...row]) => numbers(row))).toEqual(
      perClass.map(({ precision, recall, f1, support }) => [precision, recall, f1, support]),
    );
    expect(numbers(classes[4].slice(1))).toEqual([macro.precision, macro.recall, macro.f1, null]);
    const bins = rows(await text("bins.csv", "Inspect", "Reliability as CSV…"));
    expect(bins.slice(1).map(numbers)).toEqual(
      calibration.map(({ above, upTo, weight, confidence, accuracy }) => [
        above,
        upTo,
        weight,
        confidence,
        accuracy,
      ]),
    );
    const diagram = await text("bins.svg", "Inspect", "Reliability as SVG…");
    expect(diagram.match(/<circle /g)).toHaveLength(calibration.filter(({ weight }) => weight > 0).length);
    expect(diagram).toMatch(/<circle [^>]*fill="rgb/);
  });

  it("weights, to the last bit, and as images", async () => {
    const { page } = studio;
    const model = await readModel(inProject("iris-1"));
    const table = rows(await text("weights.csv", "Inspect", "Weights as CSV…"));
    expect(table[0]).toEqual(["feature", ...model.classes]);
    const names = featureNames(model.encoders);
    const d = names.length;
    expect(table.slice(1).map(([name, ...row]) => [name, ...numbers(row)])).toEqual([
      ["bias", ...model.bias],
      ...names.map((name, j) => [name, ...model.classes.map((_, c) => model.weights[c * d + j])]),
    ]);
    await page.getByRole("combobox", { name: "Run" }).click();
    await page.getByRole("option", { name: "digits-1" }).click();
    await page.getByText("digits-1").first().waitFor();
    await page.getByRole("button", { name: /^true 0, predicted 0/ }).waitFor();
    const svg = await text("digits.svg", "Inspect", "Weight Images as SVG…");
    expect(svg.match(/<image /g)).toHaveLength(10);
    await saved("digits.png", "Inspect", "Weight Images as PNG…");
    const { colors, most } = await pixels("digits.png");
    expect(colors).toBeGreaterThan(100);
    expect(most).toBeLessThan(0.5);
  });

  it("with the keyboard alone, from the view's own menu and by the palette", async () => {
    const { page } = studio;
    const { keyboard } = page;
    await page.mouse.move(0, 0);
    await page.getByRole("combobox", { name: "Run" }).focus();
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Export Metrics by Class as CSV…" }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await studio.saveInDialog(at("by keys.csv"));
    await keyboard.type("Export Metrics");
    await keyboard.press("Enter");
    await expect.poll(() => existsSync(at("by keys.csv"))).toBe(true);
    await studio.saveInDialog(at("by name.csv"));
    await keyboard.press("Control+K");
    await page.getByRole("dialog").waitFor();
    await keyboard.type("training curves as csv");
    await keyboard.press("Enter");
    await expect.poll(() => existsSync(at("by name.csv"))).toBe(true);
    expect(await readFile(at("by name.csv"), "utf8")).toBe(await readFile(at("curves.csv"), "utf8"));
    expect(studio.errors()).not.toContain("Content security policy");
  });
});
