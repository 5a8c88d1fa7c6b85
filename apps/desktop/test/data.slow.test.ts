import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count } from "../src/renderer/design/format.js";
import { loadAxe, seriousProblems } from "./axe.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`the Data view ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  const at = (name: string) => join(open.folder, name);

  beforeAll(async () => {
    await writeFile(at("shop.csv"), shop(60));
    await writeFile(at("shop-test.csv"), shop(12));
    await writeFile(at("fruit.csv"), "a,b\n1,2\n3,4\n");
    await writeFile(at("torn.parquet"), "PAR1 and then nothing that belongs there");
    studio = await open.launch();
  });
  afterAll(() => open.close());

  /** Sales with a missing amount, a text, a weight and rows that are there twice. */
  function shop(rows: number): string {
    const lines = ["amount,note,times,kind"];
    for (let i = 0; i < rows; i++) {
      const amount = i % 10 === 3 ? "" : String((i * 7) % 23);
      lines.push(
        `${amount},${i % 2 ? "paid by card at the till" : "cash"},${1 + (i % 3)},${i % 3 ? "sale" : "return"}`,
      );
    }
    return `${[...lines, lines[1], lines[2]].join("\n")}\n`;
  }

  const tab = (name: string) => studio.page.getByRole("tab", { name }).click();
  const cellsOf = (name: string) =>
    studio.page
      .getByRole("row", { name: new RegExp(`^${name} `) })
      .getByRole("cell")
      .allTextContents();
  const elements = () => studio.page.evaluate(() => document.querySelectorAll("*").length);
  const other = () => studio.page.getByRole("button", { name: "Open another…" }).click();
  const usedAs = async (column: string, use: string) => {
    await studio.page.getByRole("combobox", { name: `Use of ${column}` }).click();
    await studio.page.getByRole("option", { name: use }).click();
  };

  it("opens a file that is dropped anywhere, and says what is in it", async () => {
    const { page } = studio;
    await studio.drop(at("shop.csv"));
    await page.getByText("shop.csv · 62 rows · 4 columns").waitFor();
    const rows = shop(60).trim().split("\n").slice(1);
    await page.getByText(`${rows.length - new Set(rows).size} duplicates`).waitFor();
    expect(await page.content()).not.toContain(open.folder);
    await tab("Columns");
    const amounts = rows.flatMap((row) => (row.startsWith(",") ? [] : [Number.parseFloat(row)]));
    expect((await cellsOf("amount")).slice(1, 5)).toEqual([
      "number",
      "6 (9.7%)",
      "23",
      `0 to 22, on average ${(amounts.reduce((sum, value) => sum + value) / amounts.length).toPrecision(4)}`,
    ]);
    expect((await cellsOf("note")).slice(1, 5)).toEqual(["text", "–", "2", "most often “cash” (31)"]);
  });

  it("refuses several files at once and a file that is none, and keeps what is open", async () => {
    const { page } = studio;
    await studio.drop(at("shop.csv"), at("fruit.csv"));
    await page.getByText("2 things were dropped; drop one file or one folder.").first().waitFor();
    await studio.drop(at("torn.parquet"));
    const banner = page.getByRole("alert");
    await banner.getByText(/^torn\.parquet could not be opened\. .*torn\.parquet/).waitFor();
    expect(await page.content()).not.toContain(open.folder);
    await page.getByText("shop.csv · 62 rows · 4 columns").waitFor();
  });

  it("keeps what went wrong on the page until it is dismissed or data were opened", async () => {
    const { page } = studio;
    const banner = page.getByRole("alert").getByText(/^torn\.parquet could not be opened/);
    await page.keyboard.press("Control+5");
    await page.getByRole("region", { name: "Runs", exact: true }).waitFor();
    expect(await banner.isVisible()).toBe(true);
    await loadAxe(page);
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Dismiss" }).press("Enter");
    expect(await banner.count()).toBe(0);
    await page.keyboard.press("Control+1");
    await studio.drop(at("torn.parquet"));
    await banner.waitFor();
    await studio.drop(at("shop.csv"));
    await expect.poll(() => banner.count()).toBe(0);
  });

  it("says why a column cannot be the label, and takes the next one", async () => {
    const { page } = studio;
    await studio.drop(at("fruit.csv"));
    await page.getByText("fruit.csv · 2 rows · 2 columns").waitFor();
    await writeFile(at("sizes.csv"), "size,kind\n1.5,a\n2.5,b\n3.5,a\n");
    await studio.drop(at("sizes.csv"));
    await page.getByText("sizes.csv · 3 rows").waitFor();
    await tab("Columns");
    await usedAs("size", "label to predict");
    await page.getByText(/label 1\.5 in column "size" is not whole/).waitFor();
    expect(await page.getByRole("button", { name: "Continue to training" }).isDisabled()).toBe(true);
    await usedAs("kind", "label to predict");
    await page.getByText("2 classes", { exact: true }).waitFor();
  });

  it("offers what was opened last, after a restart too", async () => {
    await studio.quit();
    studio = await open.launch();
    const recent = studio.page.getByRole("region", { name: "Opened last" });
    await recent.getByRole("button").first().waitFor();
    expect((await recent.getByRole("button").allTextContents()).slice(0, 2)).toEqual([
      "sizes.csv",
      "fruit.csv",
    ]);
    expect(await studio.page.content()).not.toContain(open.folder);
    await recent.getByRole("button", { name: "shop.csv" }).click();
    await studio.page.getByText("shop.csv · 62 rows").waitFor();
  });

  it("hands uses of columns, the split and a test file over to the run", async () => {
    const { page } = studio;
    await tab("Columns");
    await usedAs("kind", "label to predict");
    await usedAs("note", "text, by its words");
    await usedAs("times", "weight of the row");
    const test = page.getByRole("slider", { name: "For the final test" });
    for (let k = 0; k < 4; k++) await test.press("ArrowRight");
    expect(await test.getAttribute("aria-valuetext")).toBe("20%, about 12 rows");
    await page.getByRole("slider", { name: /to watch training/ }).press("ArrowRight");
    await page.getByRole("button", { name: "Continue to training" }).click();
    expect(await page.getByLabel("Test size").inputValue()).toBe("0.2");
    await page.getByRole("button", { name: "Data", exact: true }).click();
    await studio.chooseInDialog(at("fruit.csv"));
    await page.getByRole("button", { name: "Or test on a file…" }).click();
    await page.getByText('fruit.csv: no column "amount"; a test file has the columns').first().waitFor();
    await studio.chooseInDialog(at("shop-test.csv"));
    await page.getByRole("button", { name: "Or test on a file…" }).click();
    await page.getByText("14 test rows in shop-test.csv").waitFor();
    await page.getByRole("button", { name: "Continue to training" }).click();
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Saved as shop-1").waitFor();
    const run = JSON.parse(await readFile(join(open.project, "shop-1", "run.json"), "utf8"));
    expect(run.options).toEqual({ label: "kind", text: ["note"], weight: "times", validationSize: 0.05 });
    expect(run.source.test).toBe(at("shop-test.csv"));
    expect(run.start.nSamples).toEqual({ train: 59, validation: 3, test: 14 });
  });

  it("keeps the label, the uses and the test file when the session is started anew", async () => {
    const { page } = studio;
    await page.getByRole("button", { name: "Data", exact: true }).click();
    await studio.killSession();
    await page
      .getByText(/training process ended/)
      .first()
      .waitFor();
    await page.getByText("14 test rows in shop-test.csv").waitFor();
    await page.getByText("2 classes", { exact: true }).waitFor();
    await tab("Columns");
    expect(await page.getByRole("combobox", { name: "Use of times" }).textContent()).toBe(
      "weight of the row",
    );
  });

  it("shows images in a gallery of which only what is in view is on the page", async () => {
    const { page } = studio;
    await other();
    await page.getByRole("button", { name: /^digits/ }).click();
    await page.getByText("digits · 1,797 rows").waitFor();
    const gallery = page.getByRole("region", { name: "Images" });
    await gallery.getByRole("img", { name: "Image 1", exact: true }).waitFor();
    expect((await gallery.locator("figcaption").allTextContents()).slice(0, 3)).toEqual(["01", "12", "23"]);
    // The first digit of the set is a zero: dark in the middle, bright around it.
    const pixels = await gallery
      .getByRole("img", { name: "Image 1", exact: true })
      .evaluate((element: HTMLCanvasElement) =>
        Array.from(
          { length: 64 },
          (_, p) => element.getContext("2d")!.getImageData(p % 8, p >> 3, 1, 1).data[0],
        ),
      );
    expect(pixels.slice(0, 6)).toEqual([0, 0, 5, 13, 9, 1].map((v) => Math.round((255 * v) / 16)));
    await gallery.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await gallery.getByRole("img", { name: "Image 1797", exact: true }).waitFor();
    expect(await gallery.getByRole("img").count()).toBeLessThan(250);
  });

  it("has nothing serious for Axe in any of its tabs, nor where other data are chosen", async () => {
    const { page } = studio;
    await loadAxe(page);
    for (const name of ["Images", "Columns", "Rows"]) {
      await tab(name);
      expect(await seriousProblems(page)).toEqual([]);
    }
    await other();
    await page.getByRole("region", { name: "Opened last" }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Back to digits" }).click();
  });

  it("opens a folder of images by their folders' names", async () => {
    const { page } = studio;
    for (const kind of ["cat", "dog"]) {
      await mkdir(at(`pets/${kind}`), { recursive: true });
      await writeFile(at(`pets/${kind}/1.png`), Buffer.from(pixel, "base64"));
    }
    await studio.drop(at("pets"));
    await page.getByText("pets · 2 rows").waitFor();
    await page.getByText("2 classes", { exact: true }).waitFor();
    await page.getByRole("img", { name: "Image 2", exact: true }).waitFor();
  });

  it("scrolls to the last of more rows than an element is high, fetched by the page, on a page that stays small", async () => {
    const { page } = studio;
    const [nRows, lines] = [1_300_000, ["x,y,kind"]];
    for (let i = 0; i < nRows; i++) lines.push(`${i},${(i * 31) % 1000},${i % 2 ? "odd" : "even"}`);
    await writeFile(at("million.csv"), `${lines.join("\n")}\n`);
    await studio.drop(at("million.csv"));
    await page.getByText("million.csv · 1,300,000 rows").waitFor();
    const grid = page.getByRole("grid", { name: "Rows" });
    for (const share of [0.1, 0.5, 0.9]) {
      await grid.evaluate((element, part) => element.scrollTo(0, part * element.scrollHeight), share);
      await expect
        .poll(() => grid.getByRole("row").nth(1).getByRole("gridcell").first().textContent())
        .toMatch(/^\d/);
      expect(await grid.getByRole("row").count()).toBeLessThan(60);
      expect(await elements()).toBeLessThan(1000);
    }
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    const last = grid.getByRole("row").last();
    await expect.poll(() => last.getByRole("gridcell").allTextContents()).toEqual(["1299999", "969", "odd"]);
    const top = () => grid.getByRole("row").nth(13).getByRole("rowheader").textContent();
    const rowAbove = async (rows: number) => count(Number((await top())!.replaceAll(",", "")) + rows);
    await grid.focus();
    const [lineUp, pageUp] = [await rowAbove(-1), await rowAbove(-11)];
    await page.keyboard.press("ArrowUp");
    await expect.poll(top).toBe(lineUp);
    const { x, y } = (await grid.boundingBox())!;
    await page.mouse.move(x + 200, y + 200);
    await page.mouse.wheel(0, -280);
    await expect.poll(top).toBe(pageUp);
    await page.keyboard.press("Home");
    const first = grid.getByRole("row").nth(1);
    await expect.poll(() => first.getByRole("gridcell").allTextContents()).toEqual(["0", "0", "even"]);
    await page.keyboard.press("End");
    await expect.poll(() => last.getByRole("gridcell").allTextContents()).toEqual(["1299999", "969", "odd"]);
    await page.getByText("No duplicates").waitFor();
  });
});

/** An image of one black pixel. */
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
