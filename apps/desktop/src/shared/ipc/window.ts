import { z } from "zod";
import { channel } from "./channel.js";

export const themeSchema = z.enum(["system", "light", "dark"]);

/** Answered by main. */
export const windowChannels = {
  /** Light, dark, or as the system says; kept for the next start. */
  "window.setTheme": channel(z.strictObject({ theme: themeSchema })).returning<void>(),
  /** The content security policy stopped something on the page. */
  "window.reportViolation": channel(
    z.strictObject({ directive: z.string().max(200), blocked: z.string().max(2000) }),
  ).returning<void>(),
};

/** Sent by main. */
export interface WindowEvents {
  /** A menu item that is an action of the page, by the action's id. */
  "window.command": { readonly action: string };
  /** The session's process ended by itself; a new one is being started. */
  "window.sessionLost": { readonly reason: string };
}
