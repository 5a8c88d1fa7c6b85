import type { TrainResult } from "@softmax/trainer";
import { z } from "zod";
import { pointLabels, pointShapes } from "../pointNames.js";
import { ask, channel } from "./channel.js";

/** Points of the plane, in the order in which they were painted. */
const pointSetSchema = z
  .strictObject({
    x1: z.instanceof(Float64Array),
    x2: z.instanceof(Float64Array),
    /** The number of each point's class. */
    classes: z.instanceof(Uint8Array),
  })
  .refine(({ x1, x2, classes }) => x1.length === x2.length && x1.length === classes.length, {
    message: "x1, x2 and classes must be of one length",
  });
export type PointSet = z.output<typeof pointSetSchema>;

/** A linear classifier of the plane, z = W (x − mean) / deviation + b, and how good it is. */
export interface PointFit {
  /** The numbers of the classes that have points: a row of `weights` each. */
  readonly classes: readonly number[];
  /** [C, 2], row-major. */
  readonly weights: readonly number[];
  readonly bias: readonly number[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly status: TrainResult["status"];
  readonly objective: number;
  readonly accuracy: number | null;
  /** How far the objective is from the lowest there is, at most; null where that cannot be said. */
  readonly gap: number | null;
  readonly steps: number;
  readonly milliseconds: number;
}

const drawingSchema = z.strictObject({
  shape: z.enum(pointShapes),
  nSamples: z.int().min(2).max(5000),
  nClasses: z.int().min(2).max(pointLabels.length),
  noise: z.number().min(0).max(10).optional(),
  seed: z.int().min(0),
});
/** Points to be drawn at random; `nClasses` and `noise` for those shapes that have them. */
export type Drawing = z.output<typeof drawingSchema>;

/** Answered by the session. */
export const pointsChannels = {
  /** The points kept in the project; none where it has none. */
  "points.open": ask.returning<PointSet>(),
  /** Keeps the points in the project; once it has answered they are on the disk. */
  "points.save": channel(z.strictObject({ points: pointSetSchema })).returning<void>(),
  /** The best classifier of these points, from the last one on; null with fewer than two classes. */
  "points.fit": channel(
    z.strictObject({ points: pointSetSchema, l2: z.number().positive() }),
  ).returning<PointFit | null>(),
  "points.generate": channel(drawingSchema).returning<PointSet>(),
};
