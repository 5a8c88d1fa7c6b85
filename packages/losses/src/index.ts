export {
  type ClassWeight,
  type EffectiveWeights,
  type EffectiveWeightsOptions,
  effectiveWeights,
} from "./classWeight.js";
export { type CrossEntropyOptions, crossEntropyLoss } from "./crossEntropy.js";
export { type LinearObjective, type LinearObjectiveOptions, linearObjective } from "./linearObjective.js";
export type { Loss } from "./loss.js";
