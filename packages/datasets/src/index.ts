export { type NpyOptions, parseNpy, parseNpz } from "./arrays.js";
export { type DatasetInfo, isDatasetName, listDatasets, loadDataset } from "./bundled.js";
export { type Cifar10Options, parseCifar10 } from "./cifar.js";
export {
  type ChosenColumns,
  type ColumnChoice,
  chooseColumns,
  columnWeights,
  findColumn,
} from "./columns.js";
export { compareLabels } from "./compare.js";
export { concatSamples } from "./concatSamples.js";
export { type CsvOptions, parseCsv } from "./csv.js";
export {
  type BlockColumn,
  type Column,
  DataError,
  type Dataset,
  type ImageLayout,
  type Label,
  type NumberArray,
  type NumberColumn,
  rowPlace,
  type StringColumn,
} from "./dataset.js";
export { type CsvColumn, encodeCsv } from "./encodeCsv.js";
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
export {
  type EncoderFitter,
  type EncoderOptions,
  encoderFitter,
  type FitterLimits,
} from "./encoderFitter.js";
export { fingerprint } from "./fingerprint.js";
export { fitEncoders } from "./fitEncoders.js";
export {
  blobs,
  type ClassesOptions,
  colorMatching,
  type GeneratorOptions,
  moons,
  type NoiseOptions,
  rings,
  spirals,
  xor,
} from "./generators.js";
export { gunzip, isGzip, type NamedBytes } from "./gunzip.js";
export { type IdxOptions, parseIdx } from "./idx.js";
export { type FolderFile, type ImageFolderOptions, parseImageFolder } from "./imageFolder.js";
export { columnLabels, type EncodedLabels, encodeLabels } from "./labels.js";
export { type NdjsonOptions, parseNdjson } from "./ndjson.js";
export { type PackedEncoders, packEncoders, unpackEncoders } from "./packEncoders.js";
export { type ParquetOptions, parseParquet } from "./parquet.js";
export { type DataFormat, dataFormat, type ParseOptions, parseDataset } from "./parseDataset.js";
export { type DataRecord, datasetFromRecords, datasetFromRows, takeSamples } from "./samples.js";
export { colorMatchingFunctions, coneResponses } from "./spectrum.js";
export { kFolds, markTestRows, type Split, type SplitOptions, splitRows } from "./splits.js";
export { parseSvmlight, type SvmlightOptions } from "./svmlight.js";
