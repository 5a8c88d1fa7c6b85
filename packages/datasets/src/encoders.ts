/**
 * `@softmax/datasets/encoders`: what prediction needs, without readers: small enough for a web page.
 */
export { type Column, DataError, type Dataset, type Label } from "./dataset.js";
export { type EncodedFeatures, encodeFeatures } from "./encodeFeatures.js";
export {
  type BlockEncoder,
  type Encoder,
  encoderWidth,
  featureCount,
  featureNames,
  type NumberEncoder,
  type OneHotEncoder,
  type TextEncoder,
} from "./encoder.js";
export { type PackedEncoders, packEncoders, unpackEncoders } from "./packEncoders.js";
export { type DataRecord, datasetFromRecords } from "./samples.js";
