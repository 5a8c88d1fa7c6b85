import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import type {} from "../src/renderer/client.js";

/** Brings Axe onto the page; once for each window. */
export async function loadAxe(page: Page): Promise<void> {
  const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  await page.evaluate(await readFile(source, "utf8"));
}

/**
 * What Axe finds serious on the page as it is now, in both themes; but for Base UI's guards around what opens, which are
 * hidden and can be focused so that they hand the focus on at once.
 */
export async function seriousProblems(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await page.evaluate((chosen) => window.studio.request("window.setTheme", { theme: chosen }), theme);
    await page.waitForFunction(
      (dark) => matchMedia("(prefers-color-scheme: dark)").matches === dark,
      theme === "dark",
    );
    // Buttons change their color over a moment.
    await page.waitForFunction(() => document.getAnimations().length === 0);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({ exclude: [["[data-base-ui-focus-guard]"]] }),
    );
    for (const { id, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        found.push(`${theme}, ${id}, ${nodes.length} times: ${nodes[0].html} ${nodes[0].failureSummary}`);
  }
  return found;
}
