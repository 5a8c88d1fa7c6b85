import { z } from "zod";

/** The name of a run's folder within the project: a name, and no way out of it. */
export const runIdSchema = z
  .string()
  .max(200)
  .regex(/^(?!\.{1,2}$)[^/\\\0]+$/, "expected the name of a folder")
  .brand<"run">();
export type RunId = z.output<typeof runIdSchema>;
