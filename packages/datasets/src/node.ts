/** `@softmax/datasets/node`: data from the file system and from standard input. */

export type { ChunkContext, ChunkedDataset, ColumnHead } from "./node/chunks/chunkedDataset.js";
export { openChunks, sourceFiles } from "./node/chunks/openChunks.js";
export { type ReadOptions, readDataset } from "./node/readDataset.js";
