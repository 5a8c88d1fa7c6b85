import { crossEntropyLoss } from "./crossEntropy.js";
import { focalLoss } from "./focal.js";
import { hingeLoss } from "./hinge.js";
import type { Loss } from "./loss.js";
import { quadraticLoss } from "./quadratic.js";
import { sigmoidLoss } from "./sigmoid.js";

export interface NamedLossOptions {
  /** Of `cross-entropy`. */
  readonly labelSmoothing?: number;
  /** Of `focal`. */
  readonly gamma?: number;
}

export type LossName = "cross-entropy" | "quadratic" | "hinge" | "focal" | "sigmoid";

const losses: Readonly<Record<LossName, (options: NamedLossOptions) => Loss>> = {
  "cross-entropy": crossEntropyLoss,
  quadratic: quadraticLoss,
  hinge: hingeLoss,
  focal: focalLoss,
  sigmoid: sigmoidLoss,
};

const optionOwner = { labelSmoothing: "cross-entropy", gamma: "focal" } as const;

/** The names `lossByName` knows. `sigmoid` is one-versus-rest: an independent yes-or-no for every class. */
export const lossNames: readonly LossName[] = Object.keys(losses) as LossName[];

/**
 * The loss of this name.
 *
 * @throws RangeError for another name, or where an option is given that the loss does not have.
 * @example
 * lossByName("focal", { gamma: 1 }).convex; // false
 */
export function lossByName(name: string, options: NamedLossOptions = {}): Loss {
  if (!Object.hasOwn(losses, name))
    throw new RangeError(`lossByName: there is no loss "${name}"; choose one of ${lossNames.join(", ")}`);
  for (const [option, owner] of Object.entries(optionOwner))
    if (options[option as keyof NamedLossOptions] !== undefined && name !== owner)
      throw new RangeError(`lossByName: ${option} is an option of the loss "${owner}", not of "${name}"`);
  return losses[name as LossName](options);
}
