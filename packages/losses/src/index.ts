export {
  balancedClassWeights,
  type ClassWeight,
  type EffectiveWeights,
  type EffectiveWeightsOptions,
  effectiveWeights,
} from "./classWeight.js";
export { type CrossEntropyOptions, crossEntropy, crossEntropyLoss } from "./crossEntropy.js";
export type { ApplyInverse, Curvature, CurvatureSample } from "./curvature.js";
export { type CrossEntropyDual, type CrossEntropyDualOptions, crossEntropyDual } from "./dual.js";
export { type FocalOptions, focal, focalLoss } from "./focal.js";
export { hinge, hingeLoss } from "./hinge.js";
export {
  type LinearObjective,
  type LinearObjectiveOptions,
  linearObjective,
  type ObjectiveShape,
  objectiveOfSums,
} from "./linearObjective.js";
export type { Loss } from "./loss.js";
export { type LossName, lossByName, lossNames, type NamedLossOptions } from "./lossByName.js";
export type { ReductionOptions, TensorTargets, WeightedOptions } from "./onTensors.js";
export { type Pass, type PassOptions, passOver, type Span } from "./passes.js";
export { elasticNetPenalty, groupLassoPenalty, l1Penalty, l2Penalty, type Penalty } from "./penalties.js";
export { quadratic, quadraticLoss } from "./quadratic.js";
export { binaryCrossEntropy, multilabelCrossEntropy, sigmoidLoss } from "./sigmoid.js";
