import { z } from "zod";
import { ask, channel } from "./channel.js";

/** Stands for a file or folder that the person chose; the path itself never reaches the renderer. */
export const handleSchema = z.uuid().brand<"file handle">();
export type Handle = z.output<typeof handleSchema>;

export interface ChosenFile {
  readonly handle: Handle;
  /** The last part of its path, to show. */
  readonly name: string;
}

/** Answered by main. */
export const filesChannels = {
  /** Asks for data in the system's dialog; null where it was cancelled. */
  "files.chooseData": channel(
    z.strictObject({ kind: z.enum(["file", "folder"]) }),
  ).returning<ChosenFile | null>(),
  /** Data that were opened last and are still there, the latest first. */
  "files.recent": ask.returning<readonly ChosenFile[]>(),
  /** Asks for another project folder; null where it was cancelled. */
  "files.chooseProject": ask.returning<ChosenFile | null>(),
};

/** Sent by main. */
export interface FilesEvents {
  /** Data were opened from the menu, the recent files or the command line. */
  "files.opened": ChosenFile;
  "files.projectChanged": { readonly name: string };
}
