import type { ParseOptions } from "../../parseDataset.js";
import type { PiecewiseFile } from "../pieces.js";
import type { ChunkContext } from "./chunkedDataset.js";
import type { Spill } from "./spill.js";

/** A file of a source, while it is read. */
export interface SourceFile {
  readonly path: string;
  readonly file: PiecewiseFile;
  readonly spill: Spill;
  readonly options: ParseOptions;
  readonly context: ChunkContext;
}

/** The pieces of the file, from its beginning; tells of progress, and ends where reading is to end. */
export async function* piecesOf({
  file,
  context,
}: Pick<SourceFile, "file" | "context">): AsyncGenerator<Uint8Array> {
  for await (const piece of file.pieces((bytes) => context.onProgress?.(bytes, file.stored))) {
    context.signal?.throwIfAborted();
    yield piece;
  }
}
