/** `@softmax/datasets/node`: data from the file system and from standard input. */
export { type ReadOptions, readDataset } from "./node/readDataset.js";
