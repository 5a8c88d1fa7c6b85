import type { Locator, Page } from "playwright-core";
import { type InputReport, watch, watched } from "../test/inputs.js";

/** What the page went through while the first handle of a chapter was dragged. */
export interface DragReport extends Pick<InputReport, "frames" | "longTasks"> {
  readonly chapter: string;
}

/** Drags the first handle of every chapter's figure about, on a curve of 120 places. */
export async function dragChapters(page: Page): Promise<DragReport[]> {
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Learn" }).click();
  const chapters = page.getByRole("navigation", { name: "Chapters" }).getByRole("button");
  await chapters.first().waitFor();
  const reports: DragReport[] = [];
  for (const chapter of await chapters.all()) {
    await chapter.click();
    const handle = page.locator("[data-figure] [role=slider]").first();
    await handle.waitFor();
    const title = await page.getByRole("heading", { level: 1 }).textContent();
    reports.push({ chapter: title ?? "", ...(await dragged(page, handle)) });
  }
  return reports;
}

async function dragged(page: Page, handle: Locator): Promise<Pick<InputReport, "frames" | "longTasks">> {
  const { x, y, width, height } = (await handle.boundingBox())!;
  const [left, top] = [x + width / 2, y + height / 2];
  await page.mouse.move(left, top);
  await page.mouse.down();
  await watch(page);
  for (let k = 1; k <= 120; k++)
    await page.mouse.move(left + 80 * Math.sin(k / 12), top + 60 * (Math.cos(k / 12) - 1));
  const report = await watched(page);
  await page.mouse.up();
  return report;
}
