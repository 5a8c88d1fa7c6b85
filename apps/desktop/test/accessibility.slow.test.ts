import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type axe from "axe-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {} from "../src/renderer/client.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`every view, for everybody ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await open.launch();
    const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
    await studio.page.evaluate(await readFile(source, "utf8"));
  });
  afterAll(() => open.close());

  /** What Axe finds serious on the page as it is now, in both themes. */
  async function problems(): Promise<string[]> {
    const found: string[] = [];
    for (const theme of ["light", "dark"] as const) {
      await studio.page.evaluate(
        (chosen) => window.studio.request("window.setTheme", { theme: chosen }),
        theme,
      );
      await studio.page.waitForFunction(
        (dark) => matchMedia("(prefers-color-scheme: dark)").matches === dark,
        theme === "dark",
      );
      // Buttons change their color over a moment.
      await studio.page.waitForFunction(() => document.getAnimations().length === 0);
      const { violations } = await studio.page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run(),
      );
      for (const { id, impact, nodes } of violations)
        if (impact === "serious" || impact === "critical")
          found.push(`${theme}, ${id}, ${nodes.length} times: ${nodes[0].html} ${nodes[0].failureSummary}`);
    }
    return found;
  }

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
