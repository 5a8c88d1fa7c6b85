export {
  type ClassWeight,
  type EffectiveWeights,
  type EffectiveWeightsOptions,
  effectiveWeights,
} from "./classWeight.js";
export { type CrossEntropyOptions, crossEntropyLoss } from "./crossEntropy.js";
export { type FocalOptions, focalLoss } from "./focal.js";
export { hingeLoss } from "./hinge.js";
export { type LinearObjective, type LinearObjectiveOptions, linearObjective } from "./linearObjective.js";
export type { Loss } from "./loss.js";
export { type LossName, lossByName, lossNames, type NamedLossOptions } from "./lossByName.js";
export { elasticNetPenalty, groupLassoPenalty, l1Penalty, l2Penalty, type Penalty } from "./penalties.js";
export { quadraticLoss } from "./quadratic.js";
export { sigmoidLoss } from "./sigmoid.js";
