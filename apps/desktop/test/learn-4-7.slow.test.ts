import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { random } from "@softmax/tensor-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawPicture } from "../src/renderer/views/learn/chapters/05-many-classes/drawnPictures.js";
import { type Learner, learner } from "./learn.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`chapters 4 to 7 ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  let learn: Learner;
  const button = (name: string) => studio.page.getByRole("button", { name, exact: true });
  const choose = (name: string) => studio.page.getByRole("radio", { name }).check({ force: true });

  beforeAll(async () => {
    studio = await open.launch();
    learn = learner(studio);
  });
  afterAll(() => open.close());

  describe("4. Two costs", () => {
    it("is done with the mouse", async () => {
      await learn.forget(4);
      await learn.drag("Score f", -134, 0);
      await learn.expectDone(0);
      await learn.drag("Score f", -245, 0);
      await learn.expectDone(0, 1);
      await button("Train both").click();
      await learn.expectDone(0, 1, 2);
      await learn.slide("Start both at w₁", 0.8);
      await button("Train both").click();
      await learn.expectDone(0, 1, 2, 3);
    });

    it("is done with the keyboard", async () => {
      await learn.forget(4);
      await learn.press("Score f", "Shift+ArrowLeft", 5);
      await learn.press("Score f", "ArrowLeft", 4);
      await learn.expectDone(0);
      await learn.press("Score f", "Shift+ArrowLeft", 10);
      await learn.expectDone(0, 1);
      await button("Train both").press("Enter");
      await learn.expectDone(0, 1, 2);
      await learn.press("Start both at w₁", "End");
      await button("Train both").press("Enter");
      await learn.expectDone(0, 1, 2, 3);
    });

    it("fits the window and serves everybody", async () => {
      await button("Start over").click();
      await learn.press("Score f", "Shift+ArrowLeft", 12);
      for (let k = 0; k < 8; k++) await button("One step each").click();
      expect(await learn.look(4)).toEqual([]);
    });

    it("reads the curves off where the arrow keys went", async () => {
      const reader = "Read off: Both costs of a point with y = 1, and their slopes";
      await learn.press(reader, "ArrowLeft");
      expect(await learn.said(reader)).toBe(
        "f −1.65: quadratic 0.704, slope, quadratic −0.227, logarithmic 1.826, slope, logarithmic −0.839",
      );
    });

    it("hands its points over to the Train view, to be trained with the quadratic cost", async () => {
      await button("Open in Train").click();
      await studio.page.getByText("points.csv, to predict label").waitFor();
    });
  });

  describe("5. Many classes, one-hot", () => {
    it("is done with the mouse", async () => {
      await learn.forget(5);
      await choose("cat 1");
      await choose("ship 2");
      await learn.expectDone(0);
      await learn.drag("Pixel", 600, 400);
      await learn.expectDone(0, 1);
      await button("Keep learning").click();
      await learn.expectDone(0, 1, 2);
    });

    it("is done with the keyboard", async () => {
      await learn.forget(5);
      const picked = () => studio.page.getByRole("radio", { checked: true });
      for (let k = 0; k < 5; k++) await picked().press("ArrowLeft");
      for (let k = 0; k < 5; k++) await picked().press("ArrowRight");
      await learn.expectDone(0);
      await learn.press("Pixel", "Shift+ArrowRight", 2);
      await learn.press("Pixel", "Shift+ArrowDown", 2);
      await learn.expectDone(0, 1);
      await button("Keep learning").press("Enter");
      await learn.expectDone(0, 1, 2);
    });

    it("links a pixel and its places in x", async () => {
      expect(await learn.said("Position in x")).toMatch(/^1024 of 3072, red of row 32, column 32: \d+$/);
      await learn.press("Position in x", "ArrowRight");
      expect(await learn.said("Position in x")).toMatch(/^1025 of 3072, green of row 1, column 1: \d+$/);
      expect(await learn.said("Pixel")).toBe("row 1, column 1");
      await learn.click("Its 3,072 numbers: red, green, blue", 0.9, 0.7);
      expect(await learn.said("Position in x")).toMatch(/blue/);
    });

    it("fits the window and serves everybody", async () => {
      await studio.app.evaluate(({ nativeTheme }) => {
        nativeTheme.themeSource = "dark";
      });
      await button("Light theme").waitFor();
      expect(await learn.look(5)).toEqual([]);
    });

    it("opens the digits in the Train view, and the real pictures of those who have them", async () => {
      const folder = await mkdtemp(join(tmpdir(), "cifar-"));
      await writeFile(join(folder, "data_batch_1.bin"), Uint8Array.of(3, ...drawPicture(3, random(1))));
      await studio.chooseInDialog(folder);
      await button("Open your own CIFAR-10…").click();
      await studio.page.getByText(basename(folder)).first().waitFor();
      await rm(folder, { recursive: true });
      await learn.open(5);
      await button("Open in Train").click();
      await studio.page.getByText("digits, to predict").waitFor();
    });
  });

  describe("6. The simplex", () => {
    const constant = "Add to all scores";

    it("is done with the mouse", async () => {
      await learn.forget(6);
      const before = await learn.said("Prediction ŷ");
      await learn.slide(constant, 1);
      await learn.expectDone(0);
      expect(await learn.said("Prediction ŷ")).toBe(before);
      await learn.level("Score s₁", "Score s₂");
      await learn.drag("Score s₃", 0, 130);
      await learn.expectDone(0, 1);
      await choose("4: a tetrahedron");
      await learn.level("Score s₃", "Score s₁");
      await learn.level("Score s₄", "Score s₁");
      await learn.expectDone(0, 1, 2);
    });

    it("takes hold of the prediction, which stays within the triangle; scores follow", async () => {
      await button("Start over").click();
      const before = await learn.said("Score s₂");
      await learn.drag("Prediction ŷ", 400, 400);
      expect(await learn.said("Prediction ŷ")).toBe("ŷ₁ 0.000, ŷ₂ 1.000, ŷ₃ 0.000");
      expect(await learn.said("Score s₂")).not.toBe(before);
      await learn.press("Prediction ŷ", "Shift+ArrowLeft", 3);
      expect(await learn.said("Prediction ŷ")).not.toBe("ŷ₁ 0.000, ŷ₂ 1.000, ŷ₃ 0.000");
    });

    it("is done with the keyboard", async () => {
      await learn.forget(6);
      await learn.press(constant, "End");
      await learn.expectDone(0);
      await learn.press("Score s₁", "ArrowDown", 10);
      await learn.press("Score s₃", "Shift+ArrowDown", 4);
      await learn.expectDone(0, 1);
      await choose("4: a tetrahedron");
      await learn.press("Score s₃", "Shift+ArrowUp", 5);
      await learn.press("Score s₄", "Shift+ArrowUp", 1);
      await learn.press("Score s₄", "ArrowUp", 5);
      await learn.expectDone(0, 1, 2);
    });

    it("turns the tetrahedron by mouse and keys", async () => {
      const turn = "Turn: The tetrahedron of four probabilities";
      const said = [await learn.said(turn)];
      await learn.drag(turn, 60, 20);
      said.push(await learn.said(turn));
      await learn.press(turn, "ArrowLeft", 2);
      said.push(await learn.said(turn));
      expect(new Set(said).size).toBe(3);
    });

    it("fits the window and serves everybody, with two, three and four classes", async () => {
      await button("Start over").click();
      for (const figure of ["4: a tetrahedron", "2: a segment", "3: a triangle"]) {
        await choose(figure);
        expect(await learn.look(6), figure).toEqual([]);
      }
    });

    it("hands points of three classes over to the Train view", async () => {
      await button("Open in Train").click();
      await studio.page.getByText("points.csv, to predict label").waitFor();
    });
  });

  describe("7. argmax, max and softmax", () => {
    it("is done with the mouse", async () => {
      await learn.forget(7);
      await learn.drag("Score s₃", 0, -18);
      await learn.expectDone(0);
      await button("Start over").click();
      await learn.slide("Temperature T", 0);
      await learn.expectDone(0, 1);
      await learn.slide("Add a to all scores", 1);
      await learn.expectDone(0, 1, 2);
    });

    it("is done with the keyboard", async () => {
      await learn.forget(7);
      await learn.press("Score s₃", "ArrowUp", 5);
      await learn.expectDone(0);
      await learn.press("Score s₃", "ArrowDown", 5);
      await learn.press("Temperature T", "Home");
      await learn.expectDone(0, 1);
      await learn.press("Add a to all scores", "Home");
      await learn.expectDone(0, 1, 2);
    });

    it("shows the numbers of float32, broken at 1000 and cured", async () => {
      await button("Start over").click();
      await learn.press("Add a to all scores", "End");
      const row = (name: string) =>
        studio.page.getByRole("row", { name }).getByRole("cell").allTextContents();
      expect(await row("as written")).toEqual(["NaN", "NaN", "NaN", ""]);
      expect(await row("e to that")).toEqual(["0.1353", "1.0000", "0.6065", "1003.6"]);
      expect(await row("over its")).toEqual(["0.0777", "0.5741", "0.3482", ""]);
    });

    it("fits the window and serves everybody", async () => {
      expect(await learn.look(7)).toEqual([]);
    });

    it("opens iris in the Train view", async () => {
      await button("Open in Train").click();
      await studio.page.getByText("iris, to predict").waitFor();
    });
  });
});
