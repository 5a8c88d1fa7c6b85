import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Learner, learner } from "./learn.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`chapters 8 to 11 ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  let learn: Learner;
  const button = (name: string) => studio.page.getByRole("button", { name, exact: true });
  const radio = (name: string) => studio.page.getByRole("radio", { name, exact: true });
  /** The number under this name below the figure. */
  const readout = (name: string) =>
    studio.page
      .locator("dl > div")
      .filter({ has: studio.page.getByText(name, { exact: true }) })
      .locator("dd");

  beforeAll(async () => {
    studio = await open.launch();
    learn = learner(studio);
  });
  afterAll(() => open.close());

  describe("8. Cross-entropy", () => {
    const map = "Points on the map of ŷ";
    /** Clicks on a place of the map, of which the square −9.3 … 9.3 is in the middle. */
    const clickAt = async (x: number, y: number) => {
      const { width, height } = (await studio.page.getByRole("img", { name: map }).boundingBox())!;
      const unit = Math.min(width, height) / 18.6;
      await learn.click(map, 0.5 + (x * unit) / width, 0.5 - (y * unit) / height);
    };

    it("is done with the mouse", async () => {
      await learn.forget(8);
      await button("None").click();
      await clickAt(-3.7, -5);
      await learn.expectDone(0);
      await learn.slide("Label smoothing ε", 0.2);
      await clickAt(8.57, 1.89);
      await learn.expectDone(0, 1);
      await button("Choose all").click();
      await learn.slide("How often each", 0.9);
      await learn.expectDone(0, 1, 2);
      await readout("Product of ŷ").getByText("0, underflown").waitFor();
    });

    it("is done with the keyboard", async () => {
      await learn.forget(8);
      const cross = "Choose the point here: Space";
      await learn.press("Label smoothing ε", "PageUp", 2);
      await learn.press(cross, "Shift+ArrowRight", 3);
      await learn.press(cross, "Shift+ArrowUp", 2);
      await learn.press(cross, "ArrowUp", 4);
      await learn.press(cross, "Space");
      await learn.expectDone(1);
      await button("Choose all").press("Enter");
      await learn.press("How often each", "End");
      await learn.expectDone(1, 2);
      await button("None").press("Enter");
      await learn.press(cross, "Shift+ArrowLeft", 5);
      await learn.press(cross, "Shift+ArrowDown", 2);
      await learn.press(cross, "ArrowLeft", 5);
      await learn.press(cross, "ArrowDown", 4);
      await learn.press(cross, "Space");
      await learn.expectDone(0, 1, 2);
    });

    it("shows a point's term and the sum", async () => {
      await button("Start over").click();
      const terms = studio.page.getByRole("list", { name: "Terms of the point" }).getByRole("listitem");
      await terms.last().getByText("−1.00 · ln 0.604").waitFor();
      expect(await terms.allTextContents()).toHaveLength(3);
      expect(await readout("Points").textContent()).toBe("3");
    });

    it("fits the window and serves everybody", async () => {
      await button("Choose all").click();
      await learn.slide("How often each", 0.8);
      await learn.slide("Label smoothing ε", 0.1);
      expect(await learn.look(8)).toEqual([]);
    });

    it("hands its points over to the Train view", async () => {
      await button("Open in Train").click();
      await studio.page.getByText("points.csv, to predict label").waitFor();
      expect(await studio.page.getByLabel("l2", { exact: true }).inputValue()).toBe("0.01");
    });
  });

  describe("9. Gradient descent", () => {
    it("is done with the mouse", async () => {
      await learn.forget(9);
      await learn.slide("η of the mean", 0.685);
      await button("Run").click();
      await learn.expectDone(0);
      await learn.slide("η of the sum", 0.9);
      await learn.expectDone(0, 1);
      await button("Back to the start").click();
      await radio("All five").check({ force: true });
      await learn.drag("Start", 40, -20);
      for (let k = 0; k < 12; k++) await button("Step").click();
      await learn.expectDone(0, 1, 2);
    });

    it("is done with the keyboard", async () => {
      await learn.forget(9);
      await learn.press("η of the mean", "End");
      await button("Run").press("Enter");
      await learn.expectDone(1);
      await learn.press("η of the mean", "PageDown", 3);
      await learn.press("η of the mean", "ArrowLeft", 5);
      await learn.expectDone(0, 1);
      await radio("Gradient descent").press("ArrowRight");
      await learn.expectDone(0, 1, 2);
    });

    it("shows all paths from a start that is moved, sum and mean beside each other", async () => {
      expect([await learn.said("η of the mean"), await learn.said("η of the sum")]).toEqual([
        "1.122",
        "0.1122",
      ]);
      const before = await readout("Newton").textContent();
      await learn.press("Start", "Shift+ArrowLeft", 2);
      await learn.press("Start", "Shift+ArrowDown");
      expect(await learn.said("Start")).toBe("w₀ −0.20, w₁ −1.50");
      expect(before).toBe("after 6");
    });

    it("fits the window and serves everybody", async () => {
      await button("Start over").click();
      await learn.slide("η of the mean", 0.4);
      await radio("All five").check({ force: true });
      await button("Run").click();
      await button("Run").waitFor();
      expect(await learn.look(9)).toEqual([]);
    });

    it("hands its numbers over, and half of η, to the Train view", async () => {
      const rate = Number(await learn.said("η of the mean"));
      await button("Open in Train").click();
      await studio.page.getByText("points.csv, to predict label").waitFor();
      const opened = await studio.page.getByLabel("Learning rate", { exact: true }).inputValue();
      expect(Number(opened)).toBeCloseTo(rate / 2, 3);
    });
  });

  describe("10. Convexity", () => {
    it("is done with the mouse", async () => {
      await learn.forget(10);
      await button("Certify").click();
      await learn.expectDone(0);
      await readout("Certified: F cannot be below").waitFor();
      await learn.slide("Penalty l2", 0);
      await learn.expectDone(0, 1);
      await radio("separable").check({ force: true });
      await learn.expectDone(0, 1, 2);
      await radio("quadratic").check({ force: true });
      await learn.drag("α", -70, 0);
      await learn.expectDone(0, 1, 2, 3);
    });

    it("is done with the keyboard", async () => {
      await learn.forget(10);
      await button("Certify").press("Enter");
      await learn.expectDone(0);
      await learn.press("Penalty l2", "Home");
      await learn.expectDone(0, 1);
      await radio("overlapping").press("ArrowRight");
      await learn.expectDone(0, 1, 2);
      await radio("cross-entropy").press("ArrowRight");
      for (let k = 0; k < 25 && !(await learn.done()).includes(3); k++)
        await learn.press("α", "ArrowLeft", 2);
      await learn.expectDone(0, 1, 2, 3);
    });

    it("certifies what its own starts found", async () => {
      await button("Start over").click();
      const found = Number(await readout("The starts end at F").textContent());
      await button("Certify").click();
      const [objective, gap] = (await readout("Certified: F cannot be below").textContent())!.split(" − ");
      expect(Number(objective)).toBeCloseTo(found, 4);
      expect(Number(gap.replace("−", "-"))).toBeLessThan(1e-10);
    });

    it("fits the window and serves everybody", async () => {
      expect(await learn.look(10)).toEqual([]);
    });

    it("hands its points over to the Train view", async () => {
      await button("Open in Train").click();
      await studio.page.getByText("points.csv, to predict label").waitFor();
      expect(await studio.page.getByLabel("l2", { exact: true }).inputValue()).toBe("0.01");
    });
  });

  describe("11. Max or softmax", () => {
    it("is done with the mouse", async () => {
      await learn.forget(11);
      await radio("s = 5").check({ force: true });
      await learn.expectDone(0);
      await readout("f = max").getByText("0.000 / (0.000 + 0.000) = 0/0, no answer").waitFor();
      await readout("f = softmax").getByText("= 0.500000").waitFor();
      await learn.drag("s", 1000, 0);
      await learn.expectDone(0, 1);
      await radio("s = 6").check({ force: true });
      await learn.drag("s", 10, 0);
      await learn.expectDone(0, 1, 2);
    });

    it("is done with the keyboard", async () => {
      await learn.forget(11);
      await learn.press("s", "ArrowRight", 4);
      await learn.expectDone(1);
      await learn.press("s", "Shift+ArrowLeft", 2);
      await learn.press("s", "ArrowLeft", 2);
      await learn.expectDone(1, 2);
      await learn.press("s", "Shift+ArrowLeft");
      await learn.press("s", "ArrowLeft", 2);
      await learn.expectDone(0, 1, 2);
    });

    it("shows the lecture's values", async () => {
      for (const [s, value] of [
        [3, "0.056316"],
        [4, "0.192596"],
        [5, "0.500000"],
        [6, "0.807404"],
        [7, "0.943684"],
      ] as const) {
        await radio(`s = ${s}`).check({ force: true });
        expect(await readout("f = softmax").textContent()).toMatch(new RegExp(`= ${value}$`));
      }
      expect(await readout("σ(2.00)").textContent()).toBe("0.880797");
    });

    it("fits the window and serves everybody", async () => {
      expect(await learn.look(11)).toEqual([]);
    });

    it("hands its numbers over to the Train view", async () => {
      await button("Open in Train").click();
      await studio.page.getByText("points.csv, to predict label").waitFor();
      await button("Start").click();
      await studio.page.getByText("Saved as points-1").waitFor();
    });
  });
});
