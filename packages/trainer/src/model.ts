export { createModel, type Model, type ModelParts } from "./classifier.js";
export { decodeModel, encodeModel } from "./modelFile.js";
export type { Samples } from "./samples.js";
