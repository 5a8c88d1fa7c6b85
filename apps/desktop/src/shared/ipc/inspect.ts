import type { Label } from "@softmax/datasets";
import type { Evaluation, Explanation } from "@softmax/trainer";
import { z } from "zod";
import { channel } from "./channel.js";
import { handleSchema } from "./files.js";
import { runIdSchema } from "./runId.js";

export const partSchema = z.enum(["train", "validation", "test", "file"]);
/** `file` is labelled data that the person opened to measure the model on. */
export type PartName = z.output<typeof partSchema>;

/** An image: bytes from 0 to 255, channel fastest, then column, then row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** A run's model and the data that it can be looked at with. */
export interface InspectedRun {
  readonly classes: readonly Label[];
  readonly label: string;
  readonly nFeatures: number;
  /** Whether samples are images, so that weights can be shown as such. */
  readonly isImage: boolean;
  /** Parts that have rows; none where the data are not to be had. */
  readonly parts: readonly { readonly name: PartName; readonly n: number; readonly file?: string }[];
  /** What to know of the data: that they have changed since, or why they cannot be read. */
  readonly notes: readonly string[];
}

export interface SampleSummary {
  /** Within its part. */
  readonly index: number;
  /** In the data, counted from 1. */
  readonly row: number;
  /** Class indices. */
  readonly truth: number;
  readonly predicted: number;
  /** Probability of the predicted class. */
  readonly confidence: number;
  readonly picture?: Picture;
}

export interface SampleList {
  readonly total: number;
  readonly samples: readonly SampleSummary[];
}

/** How the model comes to what it says of one sample. */
export interface ExplainedSample extends SampleSummary, Explanation {
  /** Of each feature that is not zero. */
  readonly names: readonly string[];
  /** The value in the data that each of them comes from. */
  readonly given: readonly (string | number | null)[];
  readonly link: "softmax" | "sigmoid";
  readonly bias: Float64Array;
  readonly nFeatures: number;
}

export interface ModelWeights {
  readonly classes: readonly Label[];
  readonly names: readonly string[];
  /** W [C, d] of these features, row-major. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  /** Features of the model; more than `names` where only the largest weights are given. */
  readonly nFeatures: number;
  /** Whether a weight is for a standardized feature. */
  readonly standardized: boolean;
  readonly image?: {
    readonly width: number;
    readonly height: number;
    /** Weights of each class by pixel, color channels added up: [C, height · width]. */
    readonly grids: Float64Array;
  };
}

const part = { run: runIdSchema, part: partSchema };
const index = z.int().min(0);

/** Answered by the session. */
export const inspectChannels = {
  "inspect.open": channel(z.strictObject({ run: runIdSchema })).returning<InspectedRun>(),
  /** Measures the model on a file too, which needs the label's column; it is part `file` from then on. */
  "inspect.openFile": channel(
    z.strictObject({ run: runIdSchema, handle: handleSchema }),
  ).returning<InspectedRun>(),
  /** As `softmax evaluate` measures. */
  "inspect.evaluate": channel(z.strictObject(part)).returning<Evaluation>(),
  /** The samples of a cell of the confusion matrix, or all mistakes; the most confident first. */
  "inspect.samples": channel(
    z.strictObject({
      ...part,
      cell: z.strictObject({ truth: index, predicted: index }).optional(),
      from: index,
      count: z.int().min(1).max(200),
    }),
  ).returning<SampleList>(),
  "inspect.sample": channel(z.strictObject({ ...part, index })).returning<ExplainedSample>(),
  "inspect.weights": channel(z.strictObject({ run: runIdSchema })).returning<ModelWeights>(),
};
