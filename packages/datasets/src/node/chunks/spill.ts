import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { type Column, DataError } from "../../dataset.js";

/** Where a column of some rows lies in the file. */
export interface Cell {
  readonly offset: number;
  readonly length: number;
}

/** A temporary file of columns: parsed once, read as often as it takes. Nobody sees it, and it is gone with the process. */
export interface Spill {
  write(columns: readonly Column[]): Promise<Cell[]>;
  read(cells: readonly Cell[]): Promise<Column[]>;
  close(): Promise<void>;
}

/** @throws DataError (the promise rejects) where the folder cannot be written to */
export async function openSpill(folder: string): Promise<Spill> {
  const path = join(folder, `softmax-${randomUUID()}.columns`);
  const file = await writable(folder, async () => {
    await mkdir(folder, { recursive: true });
    return open(path, "wx+");
  });
  // Without a name it needs no cleaning up; Windows keeps the name until the file is closed.
  const isUnlinked = await rm(path).then(
    () => true,
    () => false,
  );
  let end = 0;
  return {
    async write(columns) {
      const buffers = columns.map((column) => serialize(column));
      const cells = buffers.map(({ length }) => ({ offset: (end += length) - length, length }));
      if (cells.length > 0) await writable(folder, () => writeAll(file, buffers, cells[0].offset));
      return cells;
    },
    async read(cells) {
      const columns = new Array<Column>(cells.length);
      for (const run of runsOf(cells)) {
        const from = cells[run[0]].offset;
        const bytes = await readExactly(
          file,
          from,
          cells[run.at(-1)!].offset + cells[run.at(-1)!].length - from,
        );
        for (const c of run)
          columns[c] = deserialize(
            bytes.subarray(cells[c].offset - from, cells[c].offset - from + cells[c].length),
          );
      }
      return columns;
    },
    async close() {
      await file.close();
      if (!isUnlinked) await rm(path, { force: true });
    },
  };
}

async function writable<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    throw new DataError(
      `${folder}: the temporary columns cannot be written: ${(cause as Error).message}; expected a folder with room for the values of the data`,
      { cause },
    );
  }
}

/** Most systems take no more buffers at once. */
const MOST_BUFFERS = 1024;

async function writeAll(file: FileHandle, buffers: readonly Uint8Array[], offset: number): Promise<void> {
  let position = offset;
  for (let from = 0; from < buffers.length; from += MOST_BUFFERS) {
    const some = buffers.slice(from, from + MOST_BUFFERS);
    const length = some.reduce((sum, buffer) => sum + buffer.length, 0);
    const { bytesWritten } = await file.writev(some, position);
    if (bytesWritten < length)
      await writeRest(file, Buffer.concat(some).subarray(bytesWritten), position + bytesWritten);
    position += length;
  }
}

async function writeRest(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}

/** Cells that lie one behind the other, to be read at once. */
function runsOf(cells: readonly Cell[]): number[][] {
  const order = [...cells.keys()].sort((a, b) => cells[a].offset - cells[b].offset);
  const runs: number[][] = [];
  let end = -1;
  for (const c of order) {
    if (cells[c].offset === end) runs.at(-1)!.push(c);
    else runs.push([c]);
    end = cells[c].offset + cells[c].length;
  }
  return runs;
}

async function readExactly(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, length - at, offset + at);
    if (bytesRead === 0)
      throw new DataError(`the temporary columns end at byte ${offset + at}; something cut them off`);
    at += bytesRead;
  }
  return bytes;
}
