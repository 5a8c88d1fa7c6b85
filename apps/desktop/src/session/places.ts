import { basename, dirname } from "node:path";
import type { Handle } from "../shared/ipc/files.js";

/** Where things are. Paths stay in here: the renderer knows handles and names. */
export class Places {
  readonly #files = new Map<Handle, string>();
  #project = "";

  addFile(handle: Handle, path: string): void {
    this.#files.set(handle, path);
  }

  openProject(path: string): void {
    this.#project = path;
  }

  /** The folder of runs. */
  get project(): string {
    return this.#project;
  }

  file(handle: Handle): string {
    const path = this.#files.get(handle);
    if (path === undefined) throw new Error("This file was not opened in this window; open it again.");
    return path;
  }

  /** A message in which known paths are shortened to what the renderer may see. */
  withoutPaths(message: string): string {
    let shown = message;
    for (const path of [...this.#files.values(), this.#project].filter((path) => path !== ""))
      shown = shown.replaceAll(path, basename(path)).replaceAll(dirname(path), basename(dirname(path)));
    return shown;
  }
}
