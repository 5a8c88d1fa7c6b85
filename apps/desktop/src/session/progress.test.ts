import type { StepEvent, TrainingFit } from "@softmax/trainer";
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

it("tells how fast the run goes now, not on the average", () => {
  const sent: Progress[] = [];
  const feed = new ProgressFeed(runIdSchema.parse("a-1"), (progress) => sent.push(progress));
  const at = (step: number, seconds: number) => {
    feed.add({ ...event(step), seconds });
    feed.flush();
    return sent.at(-1)!.speed;
  };
  expect(at(10, 0.1)).toBe(100);
  expect(at(100, 1)).toBe(100);
  expect(at(101, 1.2)).toBe(100);
  expect(at(102, 2)).toBe(2);
});

it("passes on every measurement, whatever is thinned", () => {
  const sent: Progress[] = [];
  const feed = new ProgressFeed(runIdSchema.parse("a-1"), (progress) => sent.push(progress));
  const fit = { train: { accuracy: 0.5 }, certificate: { gap: 2 } } as TrainingFit;
  for (let step = 1; step <= 500; step++) feed.add(event(step), fit);
  feed.flush();
  expect(sent.flatMap(({ measured }) => measured.map(({ step }) => step))).toEqual(
    Array.from({ length: 500 }, (_, k) => k + 1),
  );
});
