/** What is measured: the built packages, as a user imports them. */
export {
  encodeFeatures,
  encodeLabels,
  fitEncoders,
  parseImageFolder,
} from "../packages/datasets/dist/index.js";
export { readDataset } from "../packages/datasets/dist/node.js";
export { crossEntropyLoss, linearObjective } from "../packages/losses/dist/index.js";
export {
  decodeNpy,
  defaultKernels,
  denseFeatures,
  encodeNpy,
  integers,
  matmul,
  normal,
  permutation,
  random,
  takeRows,
  tensor,
  uniform,
} from "../packages/tensor-core/dist/index.js";
export { dataBytes, fit, predict, refitter, train, trainBlocks } from "../packages/trainer/dist/index.js";
export { encodeBlocks, listCache } from "../packages/trainer/dist/node.js";
