export { type CsrFeatures, type DenseFeatures, denseFeatures, type Features, takeRows } from "./features.js";
export { defaultKernels, type KernelOptions, type KernelVariant } from "./kernels.default.js";
export type { Kernels, LinearKernel, Precision, RowRange, Targets } from "./kernels.js";
export { referenceKernels } from "./kernels.reference.js";
export {
  cholesky,
  NotPositiveDefiniteError,
  solveCholesky,
  solvePositiveDefinite,
  solveTriangular,
} from "./linearSolve.js";
export { decodeNpy, encodeNpy } from "./npy.js";
export { decodeNpz, encodeNpz, type NpzOptions } from "./npz.js";
export {
  fold,
  integers,
  normal,
  permutation,
  type RandomKey,
  random,
  split,
  uniform,
} from "./random.js";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.js";
export { FormatError, type StoredArray, type StoredDtype } from "./storedArray.js";
