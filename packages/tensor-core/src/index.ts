export { add, div, mul, neg, sub } from "./arithmetic.js";
export { customVjp, grad, hvp, jvp, valueAndGrad, vjp } from "./autodiff.js";
export { decodeBase64 } from "./base64.js";
export {
  type BlockLayout,
  type BlockSize,
  blockBytes,
  decodeBlock,
  encodeBlock,
  passRows,
} from "./blocks.js";
export { boundedMessage } from "./boundedMessage.js";
export { broadcastTo, cast, type ReduceOptions, sum } from "./broadcast.js";
export { compareCodePoints } from "./codePoints.js";
export {
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  notEqual,
  where,
} from "./compare.js";
export { crc32 } from "./crc32.js";
export { arange, eye, full, ones, type TensorOptions, tensor, zeros } from "./create.js";
export { csrMatmul, csrTransposeMatmul, fromCsr, toCsr } from "./csr.js";
export { type Dtype, promoteDtypes, type TensorData } from "./dtype.js";
export { dualAscent } from "./dualAscent.js";
export type {
  DualAscent,
  DualEpoch,
  DualEpochOptions,
  DualPoint,
  DualProblem,
} from "./dualAscent.problem.js";
export {
  abs,
  clip,
  cos,
  exp,
  expm1,
  log,
  log1p,
  maximum,
  minimum,
  pow,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  tanh,
} from "./elementwise.js";
export { type CsrFeatures, type DenseFeatures, denseFeatures, type Features, takeRows } from "./features.js";
export { concatenate, stack } from "./join.js";
export { defaultKernels, type KernelOptions, type KernelVariant } from "./kernels.default.js";
export type {
  CholeskyFactor,
  Kernels,
  LinearKernel,
  Precision,
  Predictor,
  Probabilities,
  RowRange,
  Targets,
} from "./kernels.js";
export { referenceKernels } from "./kernels.reference.js";
export { shiftedCholesky } from "./kernels.shiftedCholesky.js";
export type { Slot } from "./kernels.slot.js";
export {
  cholesky,
  NotPositiveDefiniteError,
  solveCholesky,
  solvePositiveDefinite,
  solveTriangular,
} from "./linearSolve.js";
export type { Operand } from "./map.js";
export { matmul } from "./matmul.js";
export { decodeNpy, encodeNpy, type NpyHeader, npyHeader } from "./npy.js";
export { decodeNpz, encodeNpz, type NpzOptions } from "./npz.js";
export type { Nested } from "./print.js";
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
export { argmax, argmin, max, mean, min, variance } from "./reduce.js";
export { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.js";
export type { Axis, Shape } from "./shape.js";
export type { Slice } from "./slices.js";
export { logSoftmax, logSumExp, softmax } from "./softmax.js";
export {
  arrayOverBytes,
  elementBytes,
  FormatError,
  type StoredArray,
  type StoredDtype,
} from "./storedArray.js";
export { fromStoredArray, toStoredArray } from "./storedTensor.js";
export { type SymmetricEigen, symmetricEigen } from "./symmetricEigen.js";
export { type Indices, oneHot, take, takeAlongAxis } from "./take.js";
export { Tensor } from "./tensor.js";
export { type Tree, treeMap } from "./tree.js";
export { reshape, slice, transpose } from "./views.js";
