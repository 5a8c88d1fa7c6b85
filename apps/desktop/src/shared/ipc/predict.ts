import type { Label } from "@softmax/datasets";
import { z } from "zod";
import { channel } from "./channel.js";
import { handleSchema } from "./files.js";
import { runIdSchema } from "./runId.js";

/** What one column of a sample is typed into. */
export type SampleField =
  | { readonly kind: "number"; readonly column: string; readonly median: number }
  | { readonly kind: "choice"; readonly column: string; readonly categories: readonly string[] }
  | { readonly kind: "text"; readonly column: string }
  /** A block: its numbers, one a feature. */
  | { readonly kind: "numbers"; readonly column: string; readonly names: readonly string[] };

export interface ImageInput {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** The longer side of what is drawn, as a share of the image's: the mean over training images. */
  readonly extent: number;
  /** Whether the drawing is brighter than its ground, as in the training images. */
  readonly bright: boolean;
}

/** What a model wants to know of a sample. */
export interface SampleForm {
  readonly label: string;
  readonly classes: readonly Label[];
  /** Empty where a sample is an image. */
  readonly fields: readonly SampleField[];
  readonly image?: ImageInput;
  /** Samples of the run's data that can be had as examples. */
  readonly nExamples: number;
}

/** What was typed, by column; null or nothing where it is not known. */
const valueSchema = z.union([z.string().max(1_000_000), z.array(z.string().max(100)).max(256), z.null()]);
export type SampleValue = z.input<typeof valueSchema>;

const pixelsSchema = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length <= 2 ** 24,
  "expected the bytes of a small image",
);

export interface SamplePrediction {
  readonly predicted: number;
  readonly probabilities: Float64Array;
  /** Sentences about what is missing or was never seen. */
  readonly notes: readonly string[];
}

export interface Example {
  /** Its row in the data, counted from 1. */
  readonly row: number;
  readonly values: Readonly<Record<string, SampleValue>>;
  readonly pixels?: Uint8Array;
}

export const batchIdSchema = z.string().max(40).brand<"batch">();
export type BatchId = z.output<typeof batchIdSchema>;

export interface Batch {
  readonly id: BatchId;
  readonly name: string;
  readonly n: number;
  readonly classes: readonly Label[];
  /** How many were put into each class. */
  readonly counts: readonly number[];
  /** The first rows: class and its probability. */
  readonly first: readonly { readonly predicted: number; readonly confidence: number }[];
  readonly warnings: readonly string[];
}

/** Answered by the session. */
export const predictChannels = {
  "predict.form": channel(z.strictObject({ run: runIdSchema })).returning<SampleForm>(),
  "predict.sample": channel(
    z.strictObject({ run: runIdSchema, values: z.record(z.string(), valueSchema) }),
  ).returning<SamplePrediction>(),
  /** An image of the model's size; channel fastest. */
  "predict.picture": channel(
    z.strictObject({ run: runIdSchema, pixels: pixelsSchema }),
  ).returning<SamplePrediction>(),
  "predict.example": channel(
    z.strictObject({ run: runIdSchema, index: z.int().min(0) }),
  ).returning<Example>(),
  /** Predicts all of a file or folder; the latest such is kept, to be saved. */
  "predict.file": channel(z.strictObject({ run: runIdSchema, handle: handleSchema })).returning<Batch>(),
  /** It as CSV: the bytes that `softmax predict --out` writes. */
  "predict.csv": channel(
    z.strictObject({ batch: batchIdSchema, probabilities: z.boolean() }),
  ).returning<string>(),
};
