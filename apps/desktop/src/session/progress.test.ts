import type { StepEvent } from "@softmax/trainer";
import { expect, it } from "vitest";
import { type Progress, runIdSchema } from "../shared/ipc/train.js";
import { ProgressFeed, thinned } from "./progress.js";

const event = (step: number): StepEvent => ({
  type: "step",
  step,
  objective: 1 / step,
  gradientNorm: Number.NaN,
  state: {} as StepEvent["state"],
  seconds: step / 1000,
});

it("thins evenly and keeps the last", () => {
  expect(thinned([1, 2, 3], 4)).toEqual([1, 2, 3]);
  expect(thinned([1, 2, 3, 4, 5, 6, 7, 8], 4)).toEqual([2, 4, 6, 8]);
  expect(thinned([1, 2, 3, 4, 5], 2)).toEqual([3, 5]);
});

it("sends steps that come at once in few messages, in order, the last among them", () => {
  const sent: Progress[] = [];
  const feed = new ProgressFeed(runIdSchema.parse("a-1"), (progress) => sent.push(progress));
  for (let step = 1; step <= 5000; step++) feed.add(event(step));
  feed.flush();
  const steps = sent.flatMap((progress) => progress.steps);
  expect(steps[0]).toBe(1);
  expect(steps.at(-1)).toBe(5000);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(steps.length).toBeLessThanOrEqual(32 * sent.length);
  expect(sent.length).toBeLessThan(500);
});

it("sends nothing when there is nothing new", () => {
  const sent: Progress[] = [];
  new ProgressFeed(runIdSchema.parse("a-1"), (progress) => sent.push(progress)).flush();
  expect(sent).toEqual([]);
});
