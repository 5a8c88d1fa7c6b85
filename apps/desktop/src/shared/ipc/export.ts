import { z } from "zod";
import { channel } from "./channel.js";

/** Answered by main. */
export const exportChannels = {
  /** Saves what the page shows where the person says; the file's name, or null where the dialog was cancelled. */
  "export.save": channel(
    z.strictObject({
      /** Suggested, without an ending. */
      name: z.string().regex(/^[^/\\\0]{1,200}$/, "expected a file's name"),
      kind: z.enum(["svg", "png", "csv"]),
      content: z.union([z.string().max(500_000_000), z.instanceof(Uint8Array)]),
    }),
  ).returning<string | null>(),
};
