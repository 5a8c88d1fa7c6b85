import { crossEntropyLoss } from "./crossEntropy.js";
import { focalLoss } from "./focal.js";
import { hingeLoss } from "./hinge.js";
import type { Loss } from "./loss.js";
import { quadraticLoss } from "./quadratic.js";
import { sigmoidLoss } from "./sigmoid.js";

export interface NamedLossOptions {
  /** For `cross-entropy`; anything but 0 is refused with another loss. */
  readonly labelSmoothing?: number;
  /** For `focal`; the other losses have no use for it. */
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

/** The names `lossByName` knows. `sigmoid` is one-versus-rest: an independent yes-or-no for every class. */
export const lossNames: readonly LossName[] = Object.keys(losses) as LossName[];

/**
 * The loss of this name.
 *
 * @throws RangeError for another name, an option out of range, or label smoothing without cross-entropy.
 * @example
 * lossByName("focal", { gamma: 1 }).convex; // false
 */
export function lossByName(name: string, options: NamedLossOptions = {}): Loss {
  if (!Object.hasOwn(losses, name))
    throw new RangeError(`lossByName: there is no loss "${name}"; choose one of ${lossNames.join(", ")}`);
  if (options.labelSmoothing && name !== "cross-entropy")
    throw new RangeError(
      `lossByName: labelSmoothing is ${options.labelSmoothing} but "${name}" has none; use "cross-entropy"`,
    );
  return losses[name as LossName](options);
}
