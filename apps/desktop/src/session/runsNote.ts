import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { readRun, writeAtomically } from "@softmax/trainer/node";

/** Beside the files of a run; the command line passes it over. */
const file = "note.txt";

/** What the person wrote about a run; empty where nothing. */
export const readNote = (run: string): Promise<string> => readFile(join(run, file), "utf8").catch(() => "");

/**
 * Resolves once the note is on the disk, as a whole; an empty one leaves no file.
 *
 * @throws DataError where there is no run
 */
export async function writeNote(run: string, note: string): Promise<void> {
  await readRun(run);
  if (note === "") await rm(join(run, file), { force: true });
  else await writeAtomically(join(run, file), note);
}
