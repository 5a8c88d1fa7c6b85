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
