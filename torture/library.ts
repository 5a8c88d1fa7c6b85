/** What attacks make data and check runs with. */
export { encodeNpy } from "@softmax/tensor-core";
export { decodeCheckpoint, decodeModel } from "@softmax/trainer";
export { parseRun } from "@softmax/trainer/node";
