import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadAxe, seriousProblems } from "./axe.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const CLI = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));
/** Where pictures of every view go; without it they are looked at by the test alone. */
const pictures = process.env.STUDIO_PICTURES;

const bench = await openBench();
const open = bench as Bench;

const sizes = [
  [1280, 800],
  [1920, 1080],
] as const;
const themes = ["light", "dark"] as const;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`how the views look ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;

  beforeAll(async () => {
    const train = (name: string, data: string, ...args: string[]) =>
      promisify(execFile)(process.execPath, [
        ...[CLI, "train", data, "--test-size", "0.2", "--seed", "3", ...args],
        ...["--out", join(open.project, name)],
      ]);
    await train("digits-1", "digits", "--scale", "1/16", "--l2", "1e-3");
    const adam = ["--solver", "adam", "--epochs", "40", "--batch-size", "16"];
    await train("iris-1", "iris", "--validation-size", "0.2", "--l2", "1e-3");
    await train("iris-2", "iris", "--validation-size", "0.2", "--l2", "0.1");
    await train("iris-3", "iris", "--validation-size", "0.2", "--l2", "1e-3", ...adam);
    await writeFile(
      join(open.project, "iris-1", "note.txt"),
      "Petal length does most of the work.\nNext: without the sepals.",
    );
    studio = await open.launch();
    await loadAxe(studio.page);
  });
  afterAll(() => open.close());

  const show = (view: string) =>
    studio.page.getByRole("navigation").getByRole("button", { name: view, exact: true }).click();
  const button = (name: string | RegExp) => studio.page.getByRole("button", { name });
  const openTable = async (name: string, classes: number) => {
    await button(new RegExp(`^${name}`)).click();
    await studio.page.getByText(`${classes} classes`, { exact: true }).waitFor();
  };
  const chooseRun = async (run: string) => {
    await studio.page.getByRole("combobox", { name: "Run" }).click();
    await studio.page.getByRole("option", { name: run }).click();
  };

  /** Two arcs on the pad. */
  async function drawThree(): Promise<void> {
    const pad = studio.page.getByRole("application", { name: /^Drawing pad/ });
    const { x, y, width, height } = (await pad.boundingBox())!;
    const to = (a: number, b: number) => studio.page.mouse.move(x + a * width, y + b * height);
    const along = (middle: number, angle: number) =>
      to(0.42 + 0.2 * Math.cos(Math.PI * angle), middle + 0.165 * Math.sin(Math.PI * angle));
    await along(0.33, -0.85);
    await studio.page.mouse.down();
    for (let angle = -0.85; angle < 0.5; angle += 0.05) await along(0.33, angle);
    for (let angle = -0.5; angle < 0.85; angle += 0.05) await along(0.66, angle);
    await studio.page.mouse.up();
  }

  /** What has to be done, one after the other, for a view to show what it is for. */
  const scenes: Readonly<Record<string, () => Promise<unknown>>> = {
    start: () => show("Data"),
    points: async () => {
      await button("Paint points").click();
      await button("Draw").click();
      await studio.page
        .getByRole("status")
        .getByText(/saved as points/)
        .waitFor();
    },
    data: async () => {
      await button("Back").click();
      await openTable("digits", 10);
    },
    train: async () => {
      await button(/^Open another/).click();
      await openTable("iris", 3);
      await show("Train");
      await studio.page.getByLabel("Validation size").fill("0.2");
      await button("Start").click();
      await studio.page.getByText(/of the best objective there is/).waitFor();
    },
    inspect: async () => {
      await show("Inspect");
      await chooseRun("digits-1");
    },
    predict: async () => {
      await show("Predict");
      await chooseRun("digits-1");
      await drawThree();
    },
    runs: async () => {
      await show("Runs");
      await button("iris-3").click();
      await studio.page.getByRole("checkbox", { name: "Compare iris-2" }).check();
      await studio.page.getByRole("checkbox", { name: "Compare iris-1" }).check();
    },
    palette: async () => {
      await studio.page.keyboard.press("Control+K");
      await studio.page.getByRole("dialog").waitFor();
    },
  };

  for (const [name, prepare] of Object.entries(scenes))
    it(`${name} fits the window at both sizes and serves everybody, in both themes`, async () => {
      await prepare();
      const problems: string[] = [];
      for (const theme of themes)
        for (const [width, height] of sizes) {
          await arrange(theme, width, height);
          const hidden = await hiddenAtLast();
          if (pictures) await save(join(pictures, `studio-${name}-${theme}-${width}.png`));
          const found = [...hidden, ...(width === 1280 ? await seriousProblems(studio.page) : [])];
          problems.push(...found.map((problem) => `${theme} ${width}: ${problem}`));
        }
      expect(problems).toEqual([]);
      expect(studio.errors()).not.toContain("Content security policy");
    });

  /** Parts of the page that are cut off, without a way to scroll to them and no ellipsis to say so. */
  const hiddenParts = () =>
    studio.page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll<HTMLElement>("body, body *")]
        .filter((element) => {
          const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
          const wide = overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1;
          const high = overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1;
          return textOverflow !== "ellipsis" && element.clientWidth > 40 && (wide || high);
        })
        .map(
          (element) =>
            `${element.tagName} ${element.className}: shows ${element.clientWidth} × ${element.clientHeight}` +
            ` of ${element.scrollWidth} × ${element.scrollHeight}`,
        ),
    );

  /** The same once the curves have had up to two seconds to follow the window's size. */
  async function hiddenAtLast(): Promise<string[]> {
    let hidden = await hiddenParts();
    for (let tries = 0; hidden.length > 0 && tries < 20; tries++) {
      await studio.page.waitForTimeout(100);
      hidden = await hiddenParts();
    }
    return hidden;
  }

  /** Gives the window its size and theme, and waits until it has them and nothing moves. */
  async function arrange(theme: string, width: number, height: number): Promise<void> {
    await studio.app.evaluate(
      ({ BrowserWindow, nativeTheme }, [chosen, w, h]) => {
        nativeTheme.themeSource = chosen as "light" | "dark";
        BrowserWindow.getAllWindows()[0].setContentSize(w as number, h as number);
      },
      [theme, width, height] as const,
    );
    await studio.page.mouse.move(0, 0);
    await studio.page.waitForFunction(
      ([dark, w, h]) =>
        matchMedia("(prefers-color-scheme: dark)").matches === dark && innerWidth === w && innerHeight === h,
      [theme === "dark", width, height] as const,
    );
    await studio.page.waitForTimeout(400);
  }

  async function save(path: string): Promise<void> {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, await studio.page.screenshot());
  }
});
