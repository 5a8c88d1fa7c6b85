import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { type Column, DataError } from "../../dataset.js";
import { numbersOver, widthOf } from "./numberWidths.js";

/** Where a column of some rows lies in the file, from a multiple of eight bytes on. */
export interface Cell {
  readonly offset: number;
  readonly length: number;
  /** Of numbers, which lie there as they are; other columns as `v8` writes them. */
  readonly numbers?: { readonly name: string; readonly width: number };
}

/** A temporary file of columns: parsed once, read as often as it takes. Nobody sees it, and it is gone with the process. */
export interface Spill {
  /** Begins to write; what goes wrong with that is heard of when more is written, or anything read. */
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
  let writing = Promise.resolve();
  return {
    async write(columns) {
      const buffers: Uint8Array[] = [];
      const start = end;
      const cells = columns.map((column): Cell => {
        const bytes = bytesOf(column);
        buffers.push(bytes, PADDING.subarray(0, -bytes.length & 7));
        const offset = end;
        end += bytes.length + (-bytes.length & 7);
        const numbers =
          column.kind === "number" ? { name: column.name, width: widthOf(column.values) } : undefined;
        return { offset, length: bytes.length, numbers };
      });
      await writing;
      writing = writable(folder, () => writeAll(file, buffers, start));
      writing.catch(() => {}); // it is thrown by whoever waits for it next
      return cells;
    },
    async read(cells) {
      await writing;
      const columns = new Array<Column>(cells.length);
      for (const run of runsOf(cells)) {
        const { offset } = cells[run[0]];
        const last = cells[run.at(-1)!];
        const bytes = await readExactly(file, offset, last.offset + last.length - offset);
        for (const c of run) {
          const from = cells[c].offset - offset;
          columns[c] = columnIn(bytes.subarray(from, from + cells[c].length), cells[c]);
        }
      }
      return columns;
    },
    async close() {
      await writing.catch(() => {}); // nobody wants it any more
      await file.close();
      if (!isUnlinked) await rm(path, { force: true });
    },
  };
}

const PADDING = new Uint8Array(8);

function bytesOf(column: Column): Uint8Array {
  if (column.kind !== "number") return serialize(column);
  const { buffer, byteOffset, byteLength } = column.values;
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function columnIn(bytes: Uint8Array, { numbers }: Cell): Column {
  if (!numbers) return deserialize(bytes);
  return { kind: "number", name: numbers.name, values: numbersOver(bytes, numbers.width) };
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
    end = cells[c].offset + cells[c].length + (-cells[c].length & 7);
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
