import type { ImageLayout } from "@softmax/datasets";
import { z } from "zod";
import { channel } from "./channel.js";
import { type RunId, runIdSchema } from "./runId.js";

/** A feature that can be an edge of a plane: a number, encoded as (x − mean) / deviation. */
export interface Axis {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** What the pictures of a run have in common, whatever the step. */
export interface Scene {
  readonly run: RunId;
  readonly classes: readonly string[];
  readonly axes: readonly Axis[];
  /** The two that tell the classes apart best. */
  readonly pair: readonly [number, number];
  /** Where the features are the pixels of an image. */
  readonly image?: ImageLayout;
  /** Class indices of the training samples that are shown, evenly picked. */
  readonly targets: Uint16Array;
}

/** The samples of a scene over two of its axes, in the data's own units. */
export interface PlanePoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** What a step's parameters give; each is computed from those, none from a neighbor's. */
export interface StepPicture {
  readonly run: RunId;
  readonly step: number;
  /** The parameters are those of the model that the run ended with. */
  readonly final: boolean;
  readonly objective: number;
  /** NaN where the step does not compute it. */
  readonly gradientNorm: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
  /** How far the objective is from its minimum, at most; null where that cannot be said. */
  readonly gap: number | null;
  readonly seconds: number;
  /** Of the training rows: true class, predicted class. */
  readonly confusion: readonly (readonly number[])[];
  /** Over the two encoded axes, all other features at their mean: weights [C, 2], bias [C]. */
  readonly plane?: { readonly weights: Float64Array; readonly bias: Float64Array };
  /** Of the scene's samples, [samples, C]. */
  readonly probabilities?: Float32Array;
  /** [C, pixels] */
  readonly weights?: Float32Array;
}

const run = z.strictObject({ run: runIdSchema });
const axes = z.tuple([z.int().min(0), z.int().min(0)]);

/** Answered by the session, for the run that goes on or was the last. */
export const picturesChannels = {
  "pictures.scene": channel(run).returning<Scene>(),
  "pictures.points": channel(run.extend({ axes })).returning<PlanePoints>(),
  /** The steps whose parameters are kept, ascending. */
  "pictures.steps": channel(run).returning<Int32Array>(),
  /** Of a step whose parameters are kept, or of the latest that was measured. */
  "pictures.at": channel(
    run.extend({
      step: z.int().min(0).nullable(),
      axes: axes.optional(),
      probabilities: z.boolean(),
      weights: z.boolean(),
    }),
  ).returning<StepPicture>(),
};
