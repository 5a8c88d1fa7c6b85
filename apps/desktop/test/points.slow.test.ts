import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readDataset } from "@softmax/datasets/node";
import { fit } from "@softmax/trainer";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measure } from "../src/renderer/design/format.js";
import { overRawCoordinates } from "../src/renderer/pictures/plane.js";
import { loadAxe, seriousProblems } from "./axe.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`points, painted ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  let canvas: Locator;
  const file = () => join(open.project, "points.csv");

  beforeAll(async () => {
    studio = await open.launch();
    await enter();
  });
  afterAll(() => open.close());

  async function enter(): Promise<void> {
    await studio.page.getByRole("button", { name: "Paint points" }).click();
    canvas = studio.page.getByRole("application", { name: "Points" });
  }

  /** Clicks at places given as shares of the canvas. */
  async function click(...places: [number, number][]): Promise<void> {
    const { x, y, width, height } = (await canvas.boundingBox())!;
    for (const [a, b] of places) await studio.page.mouse.click(x + a * width, y + b * height);
  }

  const rows = async () => (await readFile(file(), "utf8")).trim().split("\n").slice(1);
  const saved = (points: string) =>
    expect
      .poll(() => studio.page.getByRole("status").textContent())
      .toContain(`${points} · saved as points.csv`);
  const paintWith = (label: string) =>
    studio.page.getByRole("button", { name: new RegExp(`^${label} ?\\d`) }).click();
  const tool = (name: string) => studio.page.getByRole("button", { name, exact: true }).click();

  /** Class, w1, w2 and b of every row of the table. */
  const shown = async () =>
    (await studio.page.getByRole("table", { name: "Parameters" }).getByRole("row").allTextContents())
      .slice(1)
      .map((text) => text.trim());

  /** The same of a fit of the saved points by the trainer. */
  async function expected(l2: number): Promise<string[]> {
    const { model } = await fit(await readDataset(file()), { l2, tolerance: 1e-12 });
    const encoders = model.encoders as readonly { mean: number; deviation: number }[];
    const { weights, bias } = overRawCoordinates(
      model,
      encoders.map(({ mean }) => mean),
      encoders.map(({ deviation }) => deviation),
    );
    return model.classes.map(
      (label, c) => `${label}${measure(weights[2 * c])}${measure(weights[2 * c + 1])}${measure(bias[c])}`,
    );
  }

  /** The color of the ground there. */
  async function ground(a: number, b: number): Promise<number[]> {
    return canvas
      .locator("canvas")
      .first()
      .evaluate(
        (element: HTMLCanvasElement, [u, v]) =>
          Array.from(
            element
              .getContext("2d")!
              .getImageData(Math.floor(u * element.width), Math.floor(v * element.height), 1, 1).data,
          ).slice(0, 3),
        [a, b] as const,
      );
  }

  it("follow the mouse: two classes, and the classifier is the trainer's", async () => {
    await click([0.2, 0.3], [0.3, 0.5], [0.25, 0.7], [0.45, 0.4]);
    await paintWith("B");
    await click([0.8, 0.3], [0.7, 0.5], [0.75, 0.7], [0.4, 0.6]);
    await saved("8 points");
    expect((await rows()).map((row) => row.at(-1)).join("")).toBe("AAAABBBB");
    await expect.poll(shown).toEqual(await expected(1e-3));
    const [left, right] = [await ground(0.1, 0.5), await ground(0.9, 0.5)];
    expect(left[2]).toBeGreaterThan(left[0] + 30);
    expect(right[0]).toBeGreaterThan(right[2] + 30);
  });

  it("move the boundary when one of them moves", async () => {
    const before = await shown();
    await tool("Move");
    const { x, y, width, height } = (await canvas.boundingBox())!;
    const { mouse } = studio.page;
    await mouse.move(x + 0.8 * width, y + 0.3 * height);
    await mouse.down();
    await mouse.move(x + 0.6 * width, y + 0.2 * height, { steps: 6 });
    await mouse.move(x + 0.35 * width, y + 0.1 * height, { steps: 6 });
    await mouse.up();
    await saved("8 points");
    await expect.poll(shown).toEqual(await expected(1e-3));
    expect(await shown()).not.toEqual(before);
    await studio.page.keyboard.press("Control+z");
    await expect.poll(shown).toEqual(before);
    await studio.page.keyboard.press("Control+Shift+z");
    await expect.poll(shown).not.toEqual(before);
  });

  it("are painted, moved and erased with the keyboard alone", async () => {
    const { keyboard } = studio.page;
    await canvas.focus();
    await keyboard.press("3");
    await keyboard.press("p");
    for (let k = 0; k < 4; k++) await keyboard.press("Shift+ArrowDown");
    await keyboard.press("Space");
    await keyboard.press("Shift+ArrowLeft");
    await keyboard.press("Space");
    await saved("10 points");
    const [first, second] = (await rows()).slice(-2).map((row) => row.split(","));
    expect([first[2], second[2], first[1] === second[1]]).toEqual(["C", "C", true]);
    expect(Number(second[0])).toBeLessThan(Number(first[0]));
    await expect.poll(shown).toEqual(await expected(1e-3));

    await keyboard.press("m");
    await keyboard.press("Space");
    await keyboard.press("Shift+ArrowUp");
    await keyboard.press("Space");
    await keyboard.press("Shift+ArrowUp");
    await expect
      .poll(async () => Number((await rows()).at(-1)!.split(",")[1]))
      .toBeGreaterThan(Number(second[1]));
    await saved("10 points");
    await expect.poll(shown).toEqual(await expected(1e-3));

    await keyboard.press("Shift+ArrowDown");
    await keyboard.press("e");
    await keyboard.press("Space");
    await expect.poll(async () => (await rows()).filter((row) => row.endsWith("C")).length).toBeLessThan(2);
  });

  it("are scattered by the brush, a stroke being one step of undo", async () => {
    await tool("Brush");
    await paintWith("A");
    const before = (await rows()).length;
    const { x, y, width, height } = (await canvas.boundingBox())!;
    const { mouse, keyboard } = studio.page;
    await mouse.move(x + 0.1 * width, y + 0.2 * height);
    await mouse.down();
    await mouse.move(x + 0.3 * width, y + 0.8 * height, { steps: 20 });
    await mouse.up();
    await expect.poll(async () => (await rows()).length).toBeGreaterThan(before + 30);
    await keyboard.press("Control+z");
    await expect.poll(async () => (await rows()).length).toBe(before);
  });

  it("are seen nearer and farther, and the plane is moved: points and undo stay as they are", async () => {
    const { mouse, keyboard } = studio.page;
    await tool("Point");
    const before = await rows();
    const { x, y, width, height } = (await canvas.boundingBox())!;
    /** The coordinate across of points that are painted at both places, and are then taken back. */
    const across = async (...shares: number[]): Promise<number[]> => {
      await click(...shares.map((share): [number, number] => [share, 0.95]));
      await expect.poll(async () => (await rows()).length).toBe(before.length + shares.length);
      const found = (await rows()).slice(-shares.length).map((row) => Number(row.split(",")[0]));
      for (const _ of shares) await keyboard.press("Control+z");
      await expect.poll(rows).toEqual(before);
      return found;
    };
    const [left, right] = await across(0.25, 0.75);
    await mouse.move(x + 0.25 * width, y + 0.5 * height);
    for (let notch = 0; notch < 3; notch++) await mouse.wheel(0, -100);
    const [fixed, nearer] = await across(0.25, 0.75);
    expect(fixed).toBeCloseTo(left, 5);
    expect(nearer - fixed).toBeCloseTo((right - left) * Math.exp(-0.6), 5);
    await keyboard.down("Alt");
    await mouse.move(x + 0.5 * width, y + 0.5 * height);
    await mouse.down();
    await mouse.move(x + 0.75 * width, y + 0.5 * height, { steps: 5 });
    await mouse.up();
    await keyboard.up("Alt");
    const [, dragged] = await across(0.25, 0.75);
    expect(dragged - (fixed + nearer) / 2).toBeCloseTo(0, 5);
    await canvas.focus();
    await keyboard.press("0");
    const [first, last] = await across(0.25, 0.75);
    await keyboard.press("+");
    const [a, b] = await across(0.25, 0.75);
    expect(b - a).toBeCloseTo(0.8 * (last - first), 5);
    await keyboard.press("-");
    await keyboard.press("0");
    expect((await across(0.25))[0]).toBeCloseTo(first, 5);
  });

  it("are drawn by a generator, as its parameters say, and solved for with the penalty of the slider", async () => {
    const { page } = studio;
    await page.getByLabel("Classes", { exact: true }).fill("4");
    await page.getByLabel("Noise").fill("1.5");
    await page.getByLabel("Seed").fill("7");
    await page.getByRole("button", { name: "Draw" }).click();
    await saved("200 points");
    await expect.poll(shown).toEqual(await expected(1e-3));
    const slider = page.getByRole("slider", { name: "Penalty l2" });
    for (let k = 0; k < 10; k++) await slider.press("ArrowRight");
    expect(await slider.getAttribute("aria-valuetext")).toBe("0.01");
    await expect.poll(shown).toEqual(await expected(0.01));
  });

  it("have a page in which Axe finds nothing serious", async () => {
    await loadAxe(studio.page);
    expect(await seriousProblems(studio.page)).toEqual([]);
  });

  it("say what is wrong with a number and keep what is there", async () => {
    const { page } = studio;
    await page.getByLabel("Seed").fill("-1");
    await page.getByRole("button", { name: "Draw" }).click();
    await page
      .getByText(/points\.generate.*seed/s)
      .first()
      .waitFor();
    expect(await rows()).toHaveLength(200);
  });

  it("outlive a crash of the session and of the application", async () => {
    const before = await shown();
    await studio.killSession();
    await studio.page
      .getByText(/training process ended/)
      .first()
      .waitFor();
    await expect.poll(shown).toEqual(before);
    await saved("200 points");
    studio.app.process().kill("SIGKILL");
    studio = await open.launch();
    await enter();
    await saved("200 points");
    await expect.poll(shown).toEqual(await expected(1e-3));
  });

  it("are handed to the Train view, whose run ends at the same parameters", async () => {
    const { page } = studio;
    await page.getByRole("button", { name: "Train on these points" }).click();
    await page.getByText("points.csv, to predict label").waitFor();
    expect(await page.getByLabel("l2", { exact: true }).inputValue()).toBe("0.001");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Saved as points-1").waitFor();
    const { result, source } = JSON.parse(await readFile(join(open.project, "points-1", "run.json"), "utf8"));
    const trainedOn = await readFile(file(), "utf8");
    await page.getByRole("button", { name: "Data" }).click();
    await page.getByRole("button", { name: "Open another…" }).click();
    await enter();
    await expect
      .poll(() => page.locator("dl > div", { hasText: "Objective" }).locator("dd").textContent())
      .toBe(measure(result.objective.value));
    await click([0.9, 0.9]);
    await saved("201 points");
    expect(await readFile(file(), "utf8")).not.toBe(trainedOn);
    expect(await readFile(source.data, "utf8")).toBe(trainedOn);
    await page.getByRole("button", { name: "Inspect" }).click();
    await page.getByRole("region", { name: "Confusion matrix" }).getByRole("table").waitFor();
    expect(await page.getByText("The data have changed since this run").count()).toBe(0);
  });

  it("that cannot be read are set aside, not written over", async () => {
    await studio.quit();
    await writeFile(file(), "x1,x2,label\n1,2,?\n");
    studio = await open.launch();
    await enter();
    await studio.page.getByText("it is kept as points-unreadable.csv").first().waitFor();
    expect(await readFile(join(open.project, "points-unreadable.csv"), "utf8")).toContain("1,2,?");
    await click([0.5, 0.5]);
    await saved("1 point");
  });
});
