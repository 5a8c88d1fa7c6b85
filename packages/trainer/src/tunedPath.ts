import type { Status } from "@softmax/optim";
import { ConfigError } from "./parseOptions.js";

/** A strength of the penalty: l1 = λ·l1Ratio, l2 = λ·(1 − l1Ratio). */
export interface PenaltyStrength {
  /** λ. */
  readonly penalty: number;
  readonly l2: number;
  readonly l1: number;
}

/** One strength of the penalty, tried on rows that training did not see. */
export interface TunedPenalty extends PenaltyStrength {
  /** mean_f m_f over the folds f, each weighted by its held-out weight v_f. */
  readonly logLoss: number;
  /** √(mean_f (m_f − mean)² / (K − 1)), the mean weighted alike, K folds. */
  readonly standardError: number;
  /** Share of the held-out weight that was predicted correctly. */
  readonly accuracy: number;
  readonly folds: readonly FoldFit[];
}

/** A fit on all folds but one, tried on that one. */
export interface FoldFit {
  /** m_f, in nats. */
  readonly logLoss: number;
  readonly accuracy: number;
  /** v_f, the sum of the held-out rows' sample weights; their number where they have none. */
  readonly weight: number;
  readonly status: Status;
  readonly steps: number;
}

/** The path of penalties, from strong to weak, and the two choices on it, as indices. */
export interface TunedPath {
  readonly path: readonly TunedPenalty[];
  /** The lowest mean loss; the stronger penalty of equal ones. */
  readonly best: number;
  /** The strongest penalty whose mean loss is within one standard error of the best. */
  readonly oneStandardError: number;
}

/**
 * Means, standard errors and choices, from the fits of every penalty (strong to weak) on every fold.
 *
 * The one-standard-error rule prefers the simplest model that the data cannot tell from the best.
 *
 * @throws ConfigError where no penalty has a finite loss in every fold.
 * @see Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984), section 3.4.3; glmnet's
 * `cv.glmnet` weights folds alike.
 */
export function tunedPath(
  strengths: readonly PenaltyStrength[],
  fits: readonly (readonly FoldFit[])[],
): TunedPath {
  const path = strengths.map((strength, k) => ({ ...strength, ...overFolds(fits[k]), folds: fits[k] }));
  const losses = path.map(({ logLoss }) => logLoss).filter(Number.isFinite);
  if (losses.length === 0)
    throw new ConfigError(
      "tune: no penalty has a finite held-out loss; lower the learning rate or standardize the features",
    );
  const best = path.findIndex(({ logLoss }) => logLoss === Math.min(...losses));
  const limit = path[best].logLoss + path[best].standardError;
  return { path, best, oneStandardError: path.findIndex(({ logLoss }) => logLoss <= limit) };
}

function overFolds(fits: readonly FoldFit[]) {
  const total = fits.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (value: (fit: FoldFit) => number) =>
    fits.reduce((sum, fit) => sum + (fit.weight / total) * value(fit), 0);
  const logLoss = mean((fit) => fit.logLoss);
  return {
    logLoss,
    standardError: Math.sqrt(mean((fit) => (fit.logLoss - logLoss) ** 2) / (fits.length - 1)),
    accuracy: mean((fit) => fit.accuracy),
  };
}
