import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { type BrowserWindow, dialog } from "electron";
import { type ChosenFile, type Handle, handleSchema } from "../shared/ipc/files.js";

/** What the person has chosen since the start, by the handle that the renderer knows it by. */
export class ChosenFiles {
  readonly #paths = new Map<Handle, string>();

  /** A handle for a path that a dialog, a drop, the menu or the command line gave; one path has one handle. */
  add(path: string): ChosenFile {
    const handle = this.#handleOf(path) ?? handleSchema.parse(randomUUID());
    this.#paths.set(handle, path);
    return { handle, name: basename(path) };
  }

  #handleOf(path: string): Handle | undefined {
    for (const [handle, known] of this.#paths) if (known === path) return handle;
  }

  entries(): Iterable<[Handle, string]> {
    return this.#paths.entries();
  }
}

const endings = "csv tsv txt ndjson jsonl parquet svm svmlight libsvm npy npz gz png jpg jpeg".split(" ");

/** The path of a data file or folder; undefined where the dialog was cancelled. */
export async function askForData(
  window: BrowserWindow,
  kind: "file" | "folder",
): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: "Open data",
    properties: [kind === "file" ? "openFile" : "openDirectory"],
    filters: [
      { name: "Data", extensions: endings },
      { name: "All files", extensions: ["*"] },
    ],
  });
  return filePaths[0];
}

/** The path of a folder of runs; undefined where the dialog was cancelled. */
export async function askForProject(window: BrowserWindow): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: "Open a project: a folder of runs",
    properties: ["openDirectory", "createDirectory"],
  });
  return filePaths[0];
}
