import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadAxe, seriousProblems } from "./axe.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`every view, for everybody ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await open.launch();
    await loadAxe(studio.page);
  });
  afterAll(() => open.close());

  const problems = () => seriousProblems(studio.page);

  it("has no serious problem before there are data", async () => {
    const { page } = studio;
    for (const view of ["Train", "Inspect", "Predict", "Runs", "Data"]) {
      await page.getByRole("navigation").getByRole("button", { name: view }).click();
      await page.getByRole("region", { name: view, exact: true }).waitFor();
      expect(await problems()).toEqual([]);
    }
  });

  it("is used from data to a trained model with the keyboard alone", async () => {
    const { page } = studio;
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    const tabTo = async (text: string) => {
      for (let presses = 0; presses < 60; presses++) {
        if ((await focused()).startsWith(text)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab never reached "${text}"`);
    };
    await page.mouse.move(0, 0);
    await tabTo("penguins");
    await page.keyboard.press("Enter");
    await page.getByText("3 classes", { exact: true }).waitFor();
    expect(await problems()).toEqual([]);
    await tabTo("Continue to training");
    await page.keyboard.press("Enter");
    await page.getByLabel("Test size").waitFor();
    expect(await problems()).toEqual([]);
    await tabTo("Start");
    await page.keyboard.press("Enter");
    await page.getByText(/of the best objective there is/).waitFor();
    expect(await problems()).toEqual([]);
    await tabTo("Data");
    for (let down = 0; down < 4; down++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("cell", { name: "penguins-1" }).waitFor();
    expect(await problems()).toEqual([]);
  });
});
