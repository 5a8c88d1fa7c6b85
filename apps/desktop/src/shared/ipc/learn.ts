import { z } from "zod";
import { ask, channel } from "./channel.js";

/** Tasks and chapters of the Learn view that have been done: `boundary/steep`, `boundary`. */
export const learnedSchema = z.array(z.string().max(100)).max(1000);

/** Answered by main. */
export const learnChannels = {
  "learn.done": ask.returning<readonly string[]>(),
  /** Kept for the next start, in place of what was kept before. */
  "learn.keep": channel(z.strictObject({ done: learnedSchema })).returning<void>(),
};
