import type { Label } from "@softmax/datasets";
import type { ResolvedConfig } from "./resolve.js";
import type { FoldFit, PenaltyStrength, TunedPath } from "./tunedPath.js";

/** What `tune` yields: one start, a fit for each penalty of each fold, one end. */
export type TuneEvent = TuneStartEvent | TuneFitEvent | TuneEndEvent;

export interface TuneStartEvent {
  readonly type: "start";
  /** The strengths to be tried, from strong to weak. */
  readonly path: readonly PenaltyStrength[];
  readonly folds: number;
  /** What all fits have in common. */
  readonly config: Omit<ResolvedConfig, "l2" | "l1">;
  /** One line: which solver, and why. */
  readonly reason: string;
  readonly classes: readonly Label[];
  readonly nFeatures: number;
  /** Rows that are divided into folds. */
  readonly nSamples: number;
  readonly warnings: readonly string[];
}

export interface TuneFitEvent extends PenaltyStrength, FoldFit {
  readonly type: "fit";
  /** Which of the folds was held out, from 0. */
  readonly fold: number;
  /** Place in the path. */
  readonly index: number;
  /** Fits done so far, this one included, and in all. */
  readonly done: number;
  readonly total: number;
  readonly seconds: number;
}

export interface TuneEndEvent {
  readonly type: "end";
  readonly result: TuneResult;
}

export interface TuneResult extends TunedPath {
  readonly folds: number;
  readonly l1Ratio: number;
  readonly config: TuneStartEvent["config"];
  readonly seconds: number;
}
