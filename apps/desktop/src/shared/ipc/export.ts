import { z } from "zod";
import { channel } from "./channel.js";

/** Suggested, without an ending. */
const nameSchema = z.string().regex(/^[^/\\\0]{1,200}$/, "expected a file's name");
const columnSchema = z.strictObject({
  name: z.string().max(10_000),
  /** NaN and null are left empty. */
  values: z.union([
    z.array(z.union([z.string().max(100_000), z.number(), z.null()])).max(5_000_000),
    z.instanceof(Float64Array),
  ]),
});
/** A column of a table that is saved as CSV. */
export type TableColumn = z.output<typeof columnSchema>;

/** Answered by main: each saves what the page shows where the person says, and answers with the file's name, or null where the dialog was cancelled. */
export const exportChannels = {
  "export.save": channel(
    z.strictObject({
      name: nameSchema,
      kind: z.enum(["svg", "png", "csv"]),
      content: z.union([z.string().max(500_000_000), z.instanceof(Uint8Array)]),
    }),
  ).returning<string | null>(),
  /** Columns of equal length. */
  "export.saveTable": channel(
    z.strictObject({ name: nameSchema, columns: z.array(columnSchema).min(1).max(20_000) }),
  ).returning<string | null>(),
};
