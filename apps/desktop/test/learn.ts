import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { expect } from "vitest";
import type {} from "../src/renderer/client.js";
import { loadAxe, seriousProblems } from "./axe.js";
import type { Studio } from "./studio.js";

/** Where pictures of the chapters go; without it they are looked at by the tests alone. */
const pictures = process.env.LEARN_PICTURES;

const sizes = [
  [1280, 800],
  [1920, 1080],
] as const;

/** A hand for the Learn view. */
export interface Learner {
  /** Opens a chapter by its number. */
  open(number: number): Promise<void>;
  /** As on a first start: nothing done, every figure as it was at first. Shows that chapter. */
  forget(number: number): Promise<void>;
  /** The tasks with a check mark, by their places from 0. */
  done(): Promise<number[]>;
  /** Waits until these tasks have a check mark, and no others. */
  expectDone(...tasks: number[]): Promise<void>;
  /** Drags a handle by pixels, in steps. */
  drag(handle: string, across: number, down: number): Promise<void>;
  /** Drags a handle to the height of another. */
  level(handle: string, other: string): Promise<void>;
  /** Clicks on a picture, at shares of its width and height. */
  click(picture: string, across: number, down: number): Promise<void>;
  /** Presses a key so often on a handle or a slider. */
  press(control: string, key: string, times?: number): Promise<void>;
  /** Puts a slider to a value with the mouse, to within a pixel. */
  slide(slider: string, share: number): Promise<void>;
  /** What a handle or slider says of its place. */
  said(control: string): Promise<string | null>;
  /** In both themes and at two sizes: nothing cut off, nothing serious to Axe; takes pictures where they are asked for. */
  look(number: number): Promise<string[]>;
}

export function learner({ app, page }: Studio): Learner {
  const control = (name: string) => page.getByRole("slider", { name, exact: true });
  const tasks = page.getByRole("region", { name: "Try this" }).getByRole("listitem");
  const done = async () => {
    const marks = await tasks.evaluateAll((items) => items.map((item) => item.hasAttribute("data-done")));
    return marks.flatMap((mark, k) => (mark ? [k] : []));
  };
  const open = async (number: number) => {
    const views = page.getByRole("navigation", { name: "Views" });
    await views.getByRole("button", { name: "Learn" }).click();
    await page
      .getByRole("navigation", { name: "Chapters" })
      .getByRole("button", { name: new RegExp(`^${number}\\. `) })
      .click();
    await page.getByRole("region", { name: new RegExp(`^${number}\\. `) }).waitFor();
    await tasks.first().waitFor();
  };
  const drag = async (handle: string, across: number, down: number) => {
    const { x, y, width, height } = await atRest(control(handle));
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + across, y + height / 2 + down, { steps: 12 });
    await page.mouse.up();
  };
  return {
    open,
    done,
    async forget(number) {
      await page.evaluate(() => window.studio.request("learn.keep", { done: [] }));
      await page.reload();
      await open(number);
      expect(await done()).toEqual([]);
    },
    async expectDone(...wanted) {
      await expect.poll(done, { timeout: 20_000 }).toEqual(wanted);
    },
    drag,
    async level(handle, other) {
      const [from, to] = [await atRest(control(handle)), await atRest(control(other))];
      await drag(handle, 0, to.y + to.height / 2 - from.y - from.height / 2);
    },
    async click(picture, across, down) {
      const box = await atRest(page.getByRole("img", { name: picture, exact: true }));
      await page.mouse.click(box.x + across * box.width, box.y + down * box.height);
    },
    async press(name, key, times = 1) {
      for (let k = 0; k < times; k++) await control(name).press(key);
    },
    async slide(name, share) {
      const { width, height } = (await control(name).boundingBox())!;
      const thumb = 16;
      await control(name).click({ position: { x: thumb / 2 + share * (width - thumb), y: height / 2 } });
    },
    said: (name) => control(name).getAttribute("aria-valuetext"),
    async look(number) {
      const problems: string[] = [];
      await loadAxe(page);
      for (const theme of ["light", "dark"] as const)
        for (const [width, height] of sizes) {
          await arrange(theme, width, height);
          if (pictures) await save(`learn-${String(number).padStart(2, "0")}-${theme}-${width}.png`);
          problems.push(...(await cutOff()).map((problem) => `${theme} ${width}: ${problem}`));
        }
      await arrange("light", ...sizes[0]);
      return [...problems, ...(await seriousProblems(page))];
    },
  };

  /** Where something is, once it stays there: a figure that has just changed is laid out anew. */
  async function atRest(it: Locator) {
    let box = await it.boundingBox();
    for (;;) {
      await page.waitForTimeout(50);
      const next = await it.boundingBox();
      if (next && box && next.x === box.x && next.y === box.y) return next;
      box = next;
    }
  }

  async function arrange(theme: "light" | "dark", width: number, height: number): Promise<void> {
    await app.evaluate(
      ({ BrowserWindow, nativeTheme }, [chosen, w, h]) => {
        nativeTheme.themeSource = chosen;
        BrowserWindow.getAllWindows()[0].setContentSize(w, h);
      },
      [theme, width, height] as const,
    );
    await page.mouse.move(0, 0);
    await page.waitForFunction(
      ([dark, w]) => matchMedia("(prefers-color-scheme: dark)").matches === dark && innerWidth === w,
      [theme === "dark", width] as const,
    );
    await page.waitForTimeout(400);
  }

  /** What is cut off, or must be scrolled to: a chapter is one screen. */
  function cutOff(): Promise<string[]> {
    return page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll<HTMLElement>("main, main *")]
        .filter((element) => {
          const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
          const wide = overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
          const high = overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1;
          const isFormula = element.closest(".katex") !== null;
          return !isFormula && textOverflow !== "ellipsis" && element.clientWidth > 40 && (wide || high);
        })
        .map(
          (element) =>
            `${element.tagName} ${element.className}: shows ${element.clientWidth} × ${element.clientHeight}` +
            ` of ${element.scrollWidth} × ${element.scrollHeight}`,
        ),
    );
  }

  async function save(name: string): Promise<void> {
    await mkdir(pictures!, { recursive: true });
    await writeFile(join(pictures!, name), await page.screenshot());
  }
}
