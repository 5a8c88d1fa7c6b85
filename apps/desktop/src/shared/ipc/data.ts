import type { DatasetInfo } from "@softmax/datasets";
import { z } from "zod";
import { ask, channel } from "./channel.js";
import { handleSchema } from "./files.js";
import type { Picture } from "./inspect.js";
import { runIdSchema } from "./runId.js";

export const datasetIdSchema = z.string().max(40).brand<"dataset">();
export type DatasetId = z.output<typeof datasetIdSchema>;

/** Where data come from: chosen by the person, a table that comes along, what a run was trained on, or painted points. */
export const sourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("file"), handle: handleSchema }),
  z.strictObject({ kind: z.literal("named"), name: z.string().max(100) }),
  z.strictObject({ kind: z.literal("run"), run: runIdSchema }),
  z.strictObject({ kind: z.literal("points") }),
]);
export type DataSource = z.output<typeof sourceSchema>;

export interface ColumnSummary {
  readonly name: string;
  readonly kind: "number" | "text" | "image" | "block";
  readonly missing: number;
  /** Of numbers and texts: how many values differ; counted up to 1000. */
  readonly distinct?: number;
  /** Of images and blocks: e.g. `8 × 8`, `784`. */
  readonly shape?: string;
}

export interface DatasetSummary {
  readonly id: DatasetId;
  readonly name: string;
  readonly nSamples: number;
  /** Held-out samples that came with the data. */
  readonly nTest: number;
  readonly columns: readonly ColumnSummary[];
  /** The column that is the label without being told, if any. */
  readonly label?: string;
  /** What was passed over when reading, in sentences. */
  readonly warnings: readonly string[];
}

/** What takes a pass over all rows to say of a column. */
export interface ColumnProfile {
  /** Of numbers. */
  readonly range?: { readonly least: number; readonly most: number; readonly mean: number };
  /** Of texts: the most frequent value. */
  readonly top?: { readonly value: string; readonly count: number };
}

export interface DataProfile {
  /** Rows that are equal to an earlier one in every column. */
  readonly duplicates: number;
  /** One a column, in their order. */
  readonly columns: readonly ColumnProfile[];
}

export interface GalleryImage {
  readonly picture: Picture;
  /** What the label's column says of it. */
  readonly label: Cell;
}

export type Cell = string | number | null;

export interface ClassCount {
  readonly label: string | number;
  readonly count: number;
}

export interface LabelSummary {
  /** Ascending, as the model orders them. */
  readonly classes: readonly ClassCount[];
  readonly missing: number;
}

export type NamedData = Omit<DatasetInfo, "source" | "license">;

/** Sent by the session. */
export interface DataEvents {
  /** Generated data were drawn anew, by the seed of the run that is to be trained on them. */
  "data.redrawn": { readonly dataset: DatasetId };
}

/** Answered by the session. */
export const dataChannels = {
  /** The tables that come along, and the generators. */
  "data.list": ask.returning<readonly NamedData[]>(),
  "data.open": channel(z.strictObject({ source: sourceSchema })).returning<DatasetSummary>(),
  /** Forgets data that are no longer shown. */
  "data.close": channel(z.strictObject({ dataset: datasetIdSchema })).returning<void>(),
  /** Rows `from` to `from + count`, cut at the end: for each a value a column. */
  "data.rows": channel(
    z.strictObject({ dataset: datasetIdSchema, from: z.int().min(0), count: z.int().min(1).max(500) }),
  ).returning<readonly (readonly Cell[])[]>(),
  /** Images `from` to `from + count` of a column, cut at the end. */
  "data.images": channel(
    z.strictObject({
      dataset: datasetIdSchema,
      column: z.string().max(10_000),
      label: z.string().max(10_000).nullable(),
      from: z.int().min(0),
      count: z.int().min(1).max(200),
    }),
  ).returning<readonly GalleryImage[]>(),
  "data.profile": channel(z.strictObject({ dataset: datasetIdSchema })).returning<DataProfile>(),
  /** Holds out a file of the same columns as the test set; null takes it away again. Answers with how many rows it has. */
  "data.setTest": channel(
    z.strictObject({ dataset: datasetIdSchema, test: handleSchema.nullable() }),
  ).returning<number>(),
  /** The classes of a column, were it the label. */
  "data.label": channel(
    z.strictObject({ dataset: datasetIdSchema, label: z.string().max(10_000) }),
  ).returning<LabelSummary>(),
};
