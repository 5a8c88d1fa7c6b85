/** What attacks check runs with. */
export { decodeCheckpoint, decodeModel } from "@softmax/trainer";
export { parseRun } from "@softmax/trainer/node";
