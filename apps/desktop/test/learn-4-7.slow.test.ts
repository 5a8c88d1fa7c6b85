import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

  describe("6. The simplex", () => {
    const constant = "Add to all scores";

    it("is done with the mouse", async () => {
      await learn.forget(6);
      const before = await learn.said("Prediction ŷ");
      await learn.slide(constant, 1);
      await learn.expectDone(0);
      expect(await learn.said("Prediction ŷ")).toBe(before);
      await learn.drag("Score s₁", 0, 19);
      await learn.drag("Score s₃", 0, 130);
      await learn.expectDone(0, 1);
      await choose("4: a tetrahedron");
      await learn.drag("Score s₃", 0, -100);
      await learn.drag("Score s₄", 0, -27);
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
      for (const [k, figure] of ["4: a tetrahedron", "2: a segment", "3: a triangle"].entries()) {
        await choose(figure);
        expect(await learn.look(k === 2 ? 6 : 60 + k), figure).toEqual([]);
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
