import {
  countRecords,
  nPixels,
  parseClassNames,
  readRecords,
  recordBytes,
  recordColumns,
} from "../../cifar.js";
import { DataError } from "../../dataset.js";
import { readPlainBytes } from "../files.js";
import { openPiecewise } from "../pieces.js";
import { rowsOfChunk } from "./blockChunks.js";
import { readBytes } from "./byteReader.js";
import type { ChunkContext, ChunkedDataset } from "./chunkedDataset.js";
import { piecesOf } from "./sourceFile.js";
import type { Spill } from "./spill.js";
import { type StripedTable, stripedTable } from "./stripedTable.js";

/**
 * Reads CIFAR-10's batches, and the names of the classes, as `parseCifar10` does.
 *
 * @throws DataError (the promise rejects) as `parseCifar10`
 */
export async function cifar10Chunks(
  paths: readonly string[],
  name: string,
  { spill, context, meta }: { readonly spill: Spill; readonly context: ChunkContext; readonly meta?: string },
): Promise<ChunkedDataset> {
  const classNames = meta === undefined ? undefined : parseClassNames(await readPlainBytes(meta));
  const table = stripedTable(spill);
  const problems: DataError[] = [];
  for (const path of paths) await putBatch(path, context, { table, classNames, problems });
  if (problems.length > 0) throw problems[0];
  return table.dataset({ name, label: "label" });
}

interface Batches {
  readonly table: StripedTable;
  readonly classNames?: readonly string[];
  /** What is wrong with labels: batches that are cut off come first. */
  readonly problems: DataError[];
}

async function putBatch(path: string, context: ChunkContext, batches: Batches): Promise<void> {
  const file = await openPiecewise(path);
  const { name } = file.head;
  const rows = rowsOfChunk(context.chunkBytes, nPixels);
  await readBytes(piecesOf({ file, context }), async (reader) => {
    for (;;) {
      const { position } = reader;
      const bytes = await reader.take(rows * recordBytes);
      const count = Math.floor(bytes.length / recordBytes);
      if (count === 0) break;
      await putRecords({ name, bytes: bytes.subarray(0, count * recordBytes) }, position, batches);
    }
    countRecords(name, await reader.toEnd());
  });
}

async function putRecords(
  batch: { readonly name: string; readonly bytes: Uint8Array },
  position: number,
  { table, classNames, problems }: Batches,
): Promise<void> {
  const count = batch.bytes.length / recordBytes;
  const records = { pixels: new Uint8Array(count * nPixels), codes: new Int32Array(count) };
  try {
    readRecords(batch, position, records, 0);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    problems.push(error);
  }
  await table.put(table.nStripes, count, recordColumns(records, classNames));
}
