import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Learner, learner } from "./learn.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`chapters 1 to 3 ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  let learn: Learner;
  const button = (name: string) => studio.page.getByRole("button", { name, exact: true });

  beforeAll(async () => {
    studio = await open.launch();
    learn = learner(studio);
  });
  afterAll(() => open.close());

  describe("1. Two colors of points", () => {
    it("is done with the mouse", async () => {
      await learn.forget(1);
      await learn.drag("Turn the line", 50, 146);
      await learn.expectDone(0);
      await learn.slide("w₁", 0.1);
      await learn.slide("w₂", 0.72);
      await learn.slide("w₀", 0.5);
      await learn.expectDone(0, 1);
      await learn.click("Green and red points and a line", 0.8, 0.8);
      await learn.expectDone(0, 1, 2);
    });

    it("is done with the keyboard", async () => {
      await learn.forget(1);
      await learn.press("Turn the line", "Shift+ArrowDown", 3);
      await learn.press("Turn the line", "Shift+ArrowRight");
      await learn.expectDone(0);
      await learn.press("w₁", "Home");
      await learn.press("w₂", "End");
      await learn.press("w₂", "PageDown", 2);
      await learn.press("w₀", "End");
      await learn.press("w₀", "PageDown", 5);
      await learn.expectDone(0, 1);
      await learn.press("Paint a red point here: Space", "Space");
      await learn.expectDone(0, 1, 2);
    });

    it("fits the window and serves everybody", async () => {
      expect(await learn.look(1)).toEqual([]);
    });

    it("hands the points that are there over to the Train view", async () => {
      await button("Open in Train").click();
      await studio.page.getByText("points.csv, to predict label").waitFor();
      expect(await studio.page.getByLabel("l2", { exact: true }).inputValue()).toBe("0.001");
      const rows = (await readFile(join(open.project, "points.csv"), "utf8")).trim().split("\n").slice(1);
      expect(
        rows
          .map((row) => row.at(-1))
          .sort()
          .join(""),
      ).toBe("A".repeat(24) + "B".repeat(25));
    });
  });

  describe("2. Seeing in color", () => {
    const chosen = (name: string) =>
      studio.page.getByRole("group", { name: "Show the receptor of" }).getByRole("radio", { name });

    it("is done with the mouse", async () => {
      await learn.forget(2);
      await button("Keep learning").click();
      await learn.expectDone(0);
      await learn.drag("Light of 525 nm", 0, 400);
      await learn.drag("Light of 550 nm", 0, -400);
      await learn.drag("Light of 625 nm", 0, -400);
      await learn.expectDone(0, 1);
      await chosen("red").click();
      await learn.expectDone(0, 1, 2);
    });

    it("is done with the keyboard", async () => {
      await learn.forget(2);
      await button("Keep learning").press("Enter");
      await learn.expectDone(0);
      await learn.press("Light of 525 nm", "Shift+ArrowDown", 2);
      await learn.press("Light of 550 nm", "Shift+ArrowUp", 2);
      await learn.press("Light of 625 nm", "Shift+ArrowUp", 2);
      await learn.expectDone(0, 1);
      await chosen("green").press("ArrowRight");
      await chosen("yellow").press("ArrowRight");
      await learn.expectDone(0, 1, 2);
    });

    it("fits the window and serves everybody", async () => {
      await button("Pause").waitFor({ state: "detached" });
      expect(await learn.look(2)).toEqual([]);
    });

    it("reads the curves off with the keyboard", async () => {
      const plot =
        "Read off: The cones' sensitivities, and a color's receptor made of them, each by its peak";
      await learn.press(plot, "ArrowRight");
      expect(await learn.said(plot)).toMatch(
        /^λ \(nm\) 553: long cones 0\.91, medium cones 0\.99, short cones 0\.00, orange's/,
      );
    });

    it("opens the same data with the same options in Train", async () => {
      await button("Open in Train").click();
      await studio.page.getByText("color-matching, to predict color").waitFor();
      expect(await studio.page.getByLabel("l2", { exact: true }).inputValue()).toBe("0.0001");
    });
  });

  describe("3. Probability and the boundary", () => {
    it("is done with the mouse", async () => {
      await learn.forget(3);
      await learn.slide("Steepness ‖w‖", 0);
      await learn.expectDone(0);
      await learn.slide("Steepness ‖w‖", 1);
      await learn.expectDone(0, 1);
      await button("Start over").click();
      await button("Keep learning").click();
      await learn.expectDone(0, 1, 2);
      const chapters = studio.page.getByRole("navigation", { name: "Chapters" });
      await chapters.getByRole("button", { name: /^3\. .*, done$/ }).waitFor();
    });

    it("is done with the keyboard", async () => {
      await learn.forget(3);
      await learn.press("Steepness ‖w‖", "Home");
      await learn.expectDone(0);
      await learn.press("Steepness ‖w‖", "End");
      await learn.expectDone(0, 1);
      await button("Start over").press("Enter");
      await button("Keep learning").press("Enter");
      await learn.expectDone(0, 1, 2);
    });

    it("lets hold of the line: moved and turned by mouse and keys, the slope stays", async () => {
      await button("Start over").click();
      const slope = await learn.said("Steepness ‖w‖");
      const places = [await learn.said("Move the line")];
      await learn.drag("Move the line", 60, -40);
      places.push(await learn.said("Move the line"));
      await learn.drag("Turn the line", 50, 80);
      places.push(await learn.said("Move the line"));
      await learn.press("Move the line", "ArrowRight", 3);
      places.push(await learn.said("Move the line"));
      await learn.press("Turn the line", "Shift+ArrowDown", 2);
      places.push(await learn.said("Move the line"));
      expect(new Set(places).size).toBe(5);
      expect(await learn.said("Steepness ‖w‖")).toBe(slope);
    });

    it("fits the window and serves everybody", async () => {
      await button("Start over").click();
      await button("Keep learning").click();
      await button("Keep learning").waitFor();
      expect(await learn.look(3)).toEqual([]);
    });

    it("hands its points over to the Train view", async () => {
      await button("Open in Train").click();
      await studio.page.getByText("points.csv, to predict label").waitFor();
      await button("Start").click();
      await studio.page.getByText("Saved as points-1").waitFor();
    });
  });

  it("turns the pages with the keyboard, and finds chapters in the palette", async () => {
    const { page } = studio;
    const title = () => page.getByRole("heading", { level: 1 }).textContent();
    await learn.open(1);
    await page.keyboard.press("Control+PageDown");
    await expect.poll(title).toBe("2. Seeing in color");
    await page.keyboard.press("Control+PageUp");
    await expect.poll(title).toBe("1. Two colors of points");
    await page.keyboard.press("Control+PageUp");
    await page.keyboard.press("Control+K");
    await page.keyboard.type("learn 3");
    await page.keyboard.press("Enter");
    await expect.poll(title).toBe("3. Probability and the boundary");
  });

  it("keeps what was done for the next start, and to the security policy", async () => {
    await learn.open(3);
    await learn.expectDone(0, 1, 2);
    expect(studio.errors()).not.toContain("Content security policy");
    await studio.quit();
    studio = await open.launch();
    learn = learner(studio);
    await learn.open(3);
    await learn.expectDone(0, 1, 2);
  });
});
