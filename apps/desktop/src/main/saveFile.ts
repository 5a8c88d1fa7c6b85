import { basename, extname } from "node:path";
import { writeAtomically } from "@softmax/trainer/node";
import { type BrowserWindow, dialog } from "electron";

const kinds = {
  svg: "Picture, sharp at every size",
  png: "Picture",
  csv: "Table",
  safetensors: "Model",
} as const;

/**
 * Asks where, then replaces the file there as a whole. Resolves to the file's name, or to null where the dialog was
 * cancelled.
 */
export async function saveFile(
  window: BrowserWindow,
  name: string,
  kind: keyof typeof kinds,
  content: string | Uint8Array,
): Promise<string | null> {
  const { filePath } = await dialog.showSaveDialog(window, {
    defaultPath: `${name}.${kind}`,
    filters: [{ name: kinds[kind], extensions: [kind] }],
    properties: ["showOverwriteConfirmation", "createDirectory"],
  });
  if (!filePath) return null;
  const path = extname(filePath) === "" ? `${filePath}.${kind}` : filePath;
  try {
    await writeAtomically(path, content);
  } catch (error) {
    throw new Error(`${basename(path)} could not be saved: ${(error as NodeJS.ErrnoException).code}`);
  }
  return basename(path);
}
