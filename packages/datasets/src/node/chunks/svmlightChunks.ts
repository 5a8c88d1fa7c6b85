import { readSamples, type Samples, tellOfSamples } from "../../svmlight.js";
import { textPieces } from "../../textPieces.js";
import type { ChunkedDataset } from "./chunkedDataset.js";
import { piecesOf, type SourceFile } from "./sourceFile.js";
import { stripedTable } from "./stripedTable.js";

const LINE_FEED = 10;

/**
 * Reads svmlight text as `parseSvmlight` does, once.
 *
 * @throws DataError (the promise rejects) as `parseSvmlight`
 */
export async function svmlightChunks(source: SourceFile): Promise<ChunkedDataset> {
  const { name } = source.file.head;
  const options = { ...source.options, name };
  // Four characters, as in " 7:1", are an entry of twelve bytes.
  const mostBytes = Math.max(1, Math.floor(source.context.chunkBytes / 3));
  const table = stripedTable(source.spill);
  const waiting: Samples[] = [];
  let line = 1;
  const text = textPieces(name, (bytes, last) => {
    const end = last ? bytes.length : bytes.lastIndexOf(LINE_FEED) + 1;
    for (let at = 0; at < end; ) {
      const feed = bytes.indexOf(LINE_FEED, at + mostBytes - 1);
      const lines = bytes.subarray(at, feed === -1 ? end : Math.min(end, feed + 1));
      waiting.push(readSamples(lines, options, line));
      line += countLines(lines);
      at += lines.length;
    }
    return end;
  });
  let [k, queryIds] = [0, 0];
  const write = async () => {
    for (const { nSamples, columns, queryIds: more } of waiting.splice(0)) {
      if (nSamples > 0) await table.put(k++, nSamples, columns);
      queryIds += more;
    }
  };
  for await (const piece of piecesOf(source)) {
    text.push(piece);
    await write();
  }
  text.end();
  await write();
  tellOfSamples(name, table.nRows, queryIds, source.options.onWarning);
  return table.dataset({ name, label: "label" });
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}
