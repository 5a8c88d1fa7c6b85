import { z } from "zod";
import { ask, channel } from "./channel.js";
import { handleSchema } from "./files.js";
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

export interface NamedData {
  readonly name: string;
  readonly kind: "bundled" | "generated";
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly nClasses: number;
  readonly description: string;
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
  /** The classes of a column, were it the label. */
  "data.label": channel(
    z.strictObject({ dataset: datasetIdSchema, label: z.string().max(10_000) }),
  ).returning<LabelSummary>(),
};
