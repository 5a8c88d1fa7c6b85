import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadAxe, seriousProblems } from "./axe.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const CLI = fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url));

const bench = await openBench();
const open = bench as Bench;

const penguins = `island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year
Dream,46.5,17.9,192,3500,female,2007
Biscoe,45.1,14.5,207,5050,female,2007
Torgersen,39.1,18.7,181,3750,male,2007
,44.5,,195,,,2008
Atlantis,44.5,17,195,4000,male,2008
`;

/** A square image of gray pixels as a PNG file. */
function grayPng(side: number, pixels: readonly number[]): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8;
  const rows = Array.from({ length: side }, (_, y) => [0, ...pixels.slice(y * side, (y + 1) * side)]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`predict ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  let csv: string;
  const run = (name: string) => join(open.project, name);

  async function cli(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], { cwd: open.folder });
    return stdout;
  }

  beforeAll(async () => {
    csv = join(open.folder, "new penguins.csv");
    await writeFile(csv, penguins);
    await mkdir(open.project, { recursive: true });
    await cli("train", "digits", "--max-steps", "20", "--out", run("digits-1"));
    await cli("train", "penguins", "--l2", "1e-2", "--out", run("penguins-1"));
    studio = await open.launch();
    await loadAxe(studio.page);
    await studio.page.getByRole("navigation").getByRole("button", { name: "Predict" }).click();
    await studio.page.getByText("species, by penguins-1").waitFor();
  });
  afterAll(() => open.close());

  const panel = () => studio.page.getByRole("complementary", { name: "Prediction" });
  const percents = async (): Promise<number[]> =>
    (await panel().locator("tbody td:last-child").allTextContents()).map((text) =>
      Number(text.replace("%", "")),
    );
  const choose = async (label: string, option: string) => {
    await studio.page.getByRole("combobox", { name: label, exact: true }).click();
    await studio.page.getByRole("option", { name: option, exact: true }).click();
  };
  const tab = (name: string) => studio.page.getByRole("tab", { name, exact: true }).click();
  /** What `softmax predict` says of the rows of a file: label and percentages. */
  async function printed(name: string, data: string): Promise<{ label: string; percents: number[] }[]> {
    const lines = (await cli("predict", run(name), data, "--probabilities")).trim().split("\n").slice(1);
    return lines.map((line) => {
      const [label, ...probabilities] = line.split(",");
      return { label, percents: probabilities.map((p) => 100 * Number(p)) };
    });
  }

  async function expectShown({
    label,
    percents: expected,
  }: {
    label: string;
    percents: number[];
  }): Promise<void> {
    await expect
      .poll(async () => {
        const shown = await percents();
        return shown.length === expected.length && shown.every((p, c) => Math.abs(p - expected[c]) < 0.01);
      })
      .toBe(true);
    expect(await panel().getByRole("status").textContent()).toBe(label);
    expect((await percents()).reduce((sum, p) => sum + p, 0)).toBeCloseTo(100, 6);
  }

  it("begins with a row of the data, as `softmax predict` sees it", async () => {
    const { page } = studio;
    const expected = await printed("penguins-1", "penguins");
    await page.getByText("Row 1 of the data.").waitFor();
    await expectShown(expected[0]);
    await page.getByRole("button", { name: "Another row" }).click();
    await page.getByText("Row 2 of the data.").waitFor();
    await expectShown(expected[1]);
  });

  it("follows typed values with what the command line says of the same row", async () => {
    const { page } = studio;
    const expected = await printed("penguins-1", csv);
    for (const [at, line] of penguins.trim().split("\n").slice(1, 4).entries()) {
      const [island, ...cells] = line.split(",");
      await choose("island", island);
      const [bill, depth, flipper, mass, sex, year] = cells;
      const numbers = {
        bill_length_mm: bill,
        bill_depth_mm: depth,
        flipper_length_mm: flipper,
        body_mass_g: mass,
        year,
      };
      for (const [name, value] of Object.entries(numbers)) await page.getByLabel(name).fill(value);
      await choose("sex", sex);
      await expectShown(expected[at]);
    }
  });

  it("says in a sentence what stands in for a missing value, and what is no number", async () => {
    const { page } = studio;
    const expected = await printed("penguins-1", csv);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByLabel("bill_length_mm").fill("44.5");
    await page.getByLabel("flipper_length_mm").fill("195");
    await page.getByLabel("year").fill("2008");
    await expectShown(expected[3]);
    await panel()
      .getByText(
        "Without a value, so that the median of the training rows stands in: bill_depth_mm, body_mass_g.",
      )
      .waitFor();
    await panel()
      .getByText("Without a value, which counts for no class and against none: island, sex.")
      .waitFor();
    await page.getByLabel("body_mass_g").fill("4 kg");
    await panel().getByText('body_mass_g: found "4 kg", expected a number.').waitFor();
    expect(await panel().getByRole("status").textContent()).toBe("–");
    await page.getByLabel("body_mass_g").fill("4000");
    await expect.poll(() => panel().getByRole("status").textContent()).not.toBe("–");
  });

  it("predicts a file and saves the bytes that `softmax predict --out` writes", async () => {
    const { page } = studio;
    await tab("A file or folder");
    await studio.chooseInDialog(csv);
    await page.getByRole("button", { name: "Predict a file…" }).click();
    await page.getByRole("heading", { name: "new penguins.csv · 5 rows" }).waitFor();
    const expected = await printed("penguins-1", csv);
    const rows = page.getByRole("table", { name: "Predictions by row" }).locator("tbody tr");
    expect(await rows.locator("td:nth-child(2)").allTextContents()).toEqual(
      expected.map(({ label }) => label),
    );
    await page.getByText(/^Categories that training did not see, read as none: 1 in island\.$/).waitFor();
    for (const flags of [[], ["--probabilities"]]) {
      if (flags.length > 0) await page.getByLabel("With every class’s probability").check();
      const [ours, theirs] = ["ours", "theirs"].map((who) => join(open.folder, `${who}${flags.length}.csv`));
      await studio.saveInDialog(ours);
      await page.getByRole("button", { name: "Save as CSV…" }).click();
      await page.getByText(`Saved as ours${flags.length}.csv.`).waitFor();
      await cli("predict", run("penguins-1"), csv, ...flags, "--out", theirs);
      expect(await readFile(ours, "utf8")).toBe(await readFile(theirs, "utf8"));
    }
    expect(await page.content()).not.toContain(open.folder);
    expect(await seriousProblems(page)).toEqual([]);
  });

  it("predicts a file that is dropped from the disk onto it, and leaves the data that are open alone", async () => {
    const { page } = studio;
    await tab("One sample");
    await writeFile(join(open.folder, "dropped.csv"), penguins.split("\n").slice(0, 4).join("\n"));
    await studio.drop(join(open.folder, "dropped.csv"));
    await page.getByRole("heading", { name: "dropped.csv · 3 rows" }).waitFor();
    const rows = page.getByRole("table", { name: "Predictions by row" }).locator("tbody tr");
    const expected = await printed("penguins-1", join(open.folder, "dropped.csv"));
    expect(await rows.locator("td:nth-child(2)").allTextContents()).toEqual(
      expected.map(({ label }) => label),
    );
    expect(await page.content()).not.toContain(open.folder);
    await page.keyboard.press("Control+1");
    await page.getByText("Drop a file or folder here").waitFor();
    await page.keyboard.press("Control+4");
    await tab("A file or folder");
  });

  it("says what is wrong with a file that the model cannot use", async () => {
    const { page } = studio;
    const wrong = join(open.folder, "wrong.csv");
    await writeFile(wrong, "island,year\nDream,2007\n");
    await studio.chooseInDialog(wrong);
    await page.getByRole("button", { name: "Predict a file…" }).click();
    await page
      .getByRole("alert")
      .getByText(/wrong\.csv: column "bill_length_mm" is missing/)
      .waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await tab("One sample");
    expect(await seriousProblems(page)).toEqual([]);
  });

  it("predicts a folder of images as the command line does, chosen and dropped", async () => {
    const { page } = studio;
    for (const [folder, shift] of [
      ["shades", 0],
      ["new shades", 9],
    ] as const)
      for (const [kind, gray] of [
        ["bright", 200],
        ["dark", 40],
      ] as const)
        for (let k = 0; k < 4; k++) {
          await mkdir(join(open.folder, folder, kind), { recursive: true });
          const pixels = [0, 1, 2, 3].map((p) => gray + shift + 5 * ((k + p) % 3));
          await writeFile(join(open.folder, folder, kind, `${k}.png`), grayPng(2, pixels));
        }
    await cli("train", "shades", "--out", run("shades-1"));
    await page.keyboard.press("Control+5");
    await page.keyboard.press("Control+4");
    await choose("Run", "shades-1");
    await tab("A file or folder");
    const [ours, theirs] = ["ours", "theirs"].map((who) => join(open.folder, `${who} shades.csv`));
    await cli("predict", run("shades-1"), "new shades", "--probabilities", "--out", theirs);
    await studio.chooseInDialog(join(open.folder, "new shades"));
    await page.getByRole("button", { name: "Predict a folder…" }).click();
    await page.getByRole("heading", { name: "new shades · 8 rows" }).waitFor();
    await page.getByLabel("With every class’s probability").check();
    await studio.saveInDialog(ours);
    await page.getByRole("button", { name: "Save as CSV…" }).click();
    await page.getByText("Saved as ours shades.csv.").waitFor();
    expect(await readFile(ours, "utf8")).toBe(await readFile(theirs, "utf8"));
    await tab("One sample");
    await studio.drop(join(open.folder, "new shades"));
    await page.getByRole("heading", { name: "new shades · 8 rows" }).waitFor();
    await tab("One sample");
  });

  it("shows images of the data as the command line sees them", async () => {
    const { page } = studio;
    await choose("Run", "digits-1");
    const expected = await printed("digits-1", "digits");
    await page.getByText("Row 1 of the data.").waitFor();
    await expectShown(expected[0]);
    for (const row of [2, 3, 4]) {
      await page.getByRole("button", { name: "Another row" }).click();
      await page.getByText(`Row ${row} of the data.`).waitFor();
      await expectShown(expected[row - 1]);
    }
  });

  it("reads a digit that is drawn, with pointer or keys, wherever it is drawn", async () => {
    const { page } = studio;
    const pad = page.getByRole("application", { name: /^Drawing pad/ });
    const box = (await pad.boundingBox())!;
    const seen = () =>
      page
        .getByRole("img", { name: "The image that is predicted" })
        .evaluate((canvas: HTMLCanvasElement) => [
          ...canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height).data,
        ]);
    const seven = async (left: number) => {
      await page.getByRole("button", { name: "Clear" }).click();
      const points = [
        [0, 0.25],
        [0.4, 0.25],
        [0.3, 0.4],
        [0.2, 0.6],
        [0.12, 0.8],
      ];
      const at = ([x, y]: number[]) => [box.x + (left + x) * box.width, box.y + y * box.height] as const;
      await page.mouse.move(...at(points[0]));
      await page.mouse.down();
      for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 8 });
      await page.mouse.up();
      await expect.poll(() => panel().getByRole("status").textContent()).toBe("7");
      return seen();
    };
    const [one, other] = [await seven(0.1), await seven(0.5)];
    for (const [i, value] of one.entries()) expect(Math.abs(value - other[i])).toBeLessThanOrEqual(8);
    await page.getByRole("button", { name: "Clear" }).click();
    await expect.poll(() => panel().getByRole("status").textContent()).toBe("–");
    await pad.focus();
    for (let up = 0; up < 7; up++) await page.keyboard.press("ArrowUp");
    await page.keyboard.press(" ");
    for (let down = 0; down < 14; down++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press(" ");
    await expect.poll(() => panel().getByRole("status").textContent()).toBe("1");
    expect(await seriousProblems(page)).toEqual([]);
  });

  it("takes an image that is pasted, and one that is dropped", async () => {
    const { page } = studio;
    const give = (how: "paste" | "drop") =>
      page.evaluate(async (kind) => {
        const canvas = new OffscreenCanvas(80, 80);
        const context = canvas.getContext("2d")!;
        context.fillRect(0, 0, 80, 80);
        context.fillStyle = "#fff";
        context.fillRect(kind === "paste" ? 30 : 40, 0, 20, 80);
        const data = new DataTransfer();
        data.items.add(new File([await canvas.convertToBlob()], "one.png", { type: "image/png" }));
        if (kind === "paste") dispatchEvent(new ClipboardEvent("paste", { clipboardData: data }));
        else {
          const target = document.querySelector("[role=application]")!;
          target.dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
          );
        }
      }, how);
    const brightest = () =>
      page.getByRole("img", { name: "The image that is predicted" }).evaluate((canvas: HTMLCanvasElement) => {
        const { data, width } = canvas.getContext("2d")!.getImageData(0, 4, canvas.width, 1);
        return Array.from({ length: width }, (_, x) => data[4 * x]).flatMap((value, x) =>
          value > 200 ? [x] : [],
        );
      });
    await page.getByRole("button", { name: "Clear" }).click();
    await give("paste");
    await expect.poll(brightest).toEqual([3, 4]);
    await give("drop");
    await expect.poll(brightest).toEqual([4, 5]);
  });

  it("is used with the keyboard alone", async () => {
    const { page } = studio;
    await choose("Run", "penguins-1");
    await page.getByText("Row 1 of the data.").waitFor();
    await page.mouse.move(0, 0);
    const label = () =>
      page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent);
    await page.getByRole("tab", { name: "One sample" }).focus();
    for (let presses = 0; presses < 40 && (await label()) !== "bill_length_mm"; presses++)
      await page.keyboard.press("Tab");
    const before = await percents();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("60");
    await expect.poll(percents).not.toEqual(before);
    await page.getByText("Your own values.").waitFor();
  });

  it("ends with the answer to the last of many values typed at once", async () => {
    const { page } = studio;
    const [, second] = await printed("penguins-1", "penguins");
    await page.getByRole("button", { name: "Another row" }).click();
    await page.getByText("Row 2 of the data.").waitFor();
    await page.evaluate(() => {
      const [input] = document.querySelectorAll<HTMLInputElement>(
        "form[aria-label=Sample] input[inputmode=decimal]",
      );
      const last = input.value;
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!;
      for (const text of [...Array.from({ length: 40 }, (_, i) => String(20 + i)), last]) {
        set.call(input, text);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    await page.getByText("Your own values.").waitFor();
    await expectShown(second);
  });
});
