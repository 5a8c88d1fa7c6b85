import { loadDataset } from "@softmax/datasets";
import { type Prepared, type StepEvent, type TrainResult, train } from "@softmax/trainer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fullColor, weightPixels } from "../src/renderer/views/train/pictures/weightPixels.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;
/** For what takes its time on a busy machine. */
const soon = { timeout: 15_000 };

/** The same run, made here: step events hold the parameters that the pictures are to show. */
async function sameRun() {
  const steps: StepEvent[] = [];
  let prepared!: Prepared;
  let result!: TrainResult;
  const events = train(
    await loadDataset("digits"),
    { label: "label", deterministic: true, maxSteps: 40 },
    {
      onPrepared: (told) => {
        prepared = told;
      },
    },
  );
  for await (const event of events)
    if (event.type === "step") steps.push(event);
    else if (event.type === "end") result = event.result;
  return { steps, prepared, result };
}

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`going back through a run ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  let run: Awaited<ReturnType<typeof sameRun>>;
  beforeAll(async () => {
    run = await sameRun();
    studio = await open.launch();
    const { page } = studio;
    await page.getByText("digits", { exact: true }).first().click();
    await page.getByRole("button", { name: "Continue to training" }).click();
    await page.getByLabel("Max steps").fill("40");
    await page.getByText("More options").click();
    await page.getByRole("combobox", { name: "Deterministic" }).click();
    await page.getByRole("option", { name: "yes" }).click();
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Saved as digits-1").waitFor();
  });
  afterAll(() => open.close());

  const shown = (name: string) => studio.page.getByRole("figure", { name }).getAttribute("data-step");

  /** Every pixel of a class's image of weights, as it is on the page. */
  const pixelsOf = (label: string) =>
    studio.page.getByRole("img", { name: label, exact: true }).evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      return [...canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height).data];
    });

  /** The colors of the theme, from the page. */
  const palette = () =>
    studio.page.evaluate(() => {
      const color = (name: string) => {
        const probe = document.createElement("span");
        probe.style.color = `var(${name})`;
        document.body.append(probe);
        const rgb = getComputedStyle(probe)
          .color.match(/[\d.]+/g)!
          .map(Number);
        probe.remove();
        return rgb as [number, number, number];
      };
      return { zero: color("--surface"), positive: color("--class-1"), negative: color("--class-0") };
    });

  async function expectStep(step: number, params: Float64Array, objective: number) {
    await expect.poll(() => shown("Weights of each class"), soon).toBe(String(step));
    expect(await shown("Confusion, training rows")).toBe(String(step));
    const { train: metrics, certificate } = run.prepared.measure(params);
    expect(await studio.figure("Step")).toBe(String(step));
    expect(await studio.figure("Objective")).toBe(objective.toPrecision(4));
    expect(await studio.figure("Training accuracy")).toBe(`${(100 * metrics.accuracy!).toFixed(1)}%`);
    if (certificate.gap !== null && certificate.gap >= 1e-3)
      expect(await studio.figure("Certificate")).toBe(`≤ ${certificate.gap.toPrecision(4)}`);

    const cells = await studio.page
      .getByRole("figure", { name: "Confusion, training rows" })
      .locator("tbody td")
      .allTextContents();
    expect(cells.map((text) => (text === "·" ? 0 : Number(text)))).toEqual(metrics.confusion.flat());

    const weights = Float32Array.from(params.subarray(0, 640));
    const colors = await palette();
    const image = { height: 8, width: 8, channels: 1, order: "planar" } as const;
    for (const c of [0, 3, 9]) {
      const expected = weightPixels(weights.subarray(64 * c, 64 * c + 64), image, fullColor(weights), colors);
      expect(await pixelsOf(`Weights of ${c}`)).toEqual([...expected]);
    }
  }

  it("shows the model at the end, with the result's own numbers", async () => {
    const { model, steps, objective } = run.result;
    await expectStep(steps, Float64Array.of(...model.weights, ...model.bias), objective.value);
  });

  it("shows at every stop the parameters of that step, to the pixel", async () => {
    const { page } = studio;
    const slider = page.getByRole("slider", { name: "Step shown" });
    await slider.focus();
    await page.keyboard.press("Home");
    await expectStep(1, run.steps[0].state.solver.params, run.steps[0].objective);
    for (const step of [2, 3, 4]) {
      await page.keyboard.press("ArrowRight");
      await expectStep(step, run.steps[step - 1].state.solver.params, run.steps[step - 1].objective);
    }
    await page.getByRole("button", { name: "Latest" }).click();
    await expect.poll(() => studio.figure("Step"), soon).toBe(String(run.result.steps));
  });

  it("marks the step on the curve and says where it is", async () => {
    const { page } = studio;
    const slider = page.getByRole("slider", { name: "Step shown" });
    await slider.focus();
    await page.keyboard.press("Home");
    await expect.poll(() => slider.getAttribute("aria-valuetext"), soon).toBe("step 1");
    await page.getByText("Step 1", { exact: true }).waitFor();
  });
});
