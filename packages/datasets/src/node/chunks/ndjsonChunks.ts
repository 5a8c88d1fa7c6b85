import { type NdjsonRows, ndjsonReader } from "../../ndjson.js";
import type { ChunkedDataset } from "./chunkedDataset.js";
import { piecesOf, type SourceFile } from "./sourceFile.js";
import { stripedTable } from "./stripedTable.js";

/**
 * Reads newline-delimited JSON as `parseNdjson` does, once.
 *
 * @throws DataError (the promise rejects) as `parseNdjson`
 */
export async function ndjsonChunks(source: SourceFile): Promise<ChunkedDataset> {
  const { chunkBytes } = source.context;
  const { name } = source.file.head;
  const table = stripedTable(source.spill);
  const waiting: NdjsonRows[] = [];
  const reader = ndjsonReader(name, {
    isFull: (nRows, nKeys, nBytes) => nBytes >= chunkBytes || 8 * nRows * nKeys >= chunkBytes,
    take: (rows) => waiting.push(rows),
  });
  let k = 0;
  const write = async () => {
    for (const { nRows, columns } of waiting.splice(0))
      await table.put(
        k++,
        nRows,
        columns.map(({ column }) => column),
      );
  };
  for await (const piece of piecesOf(source)) {
    reader.push(piece);
    await write();
  }
  reader.end();
  await write();
  return table.dataset({ name });
}
