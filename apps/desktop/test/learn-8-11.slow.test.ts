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
