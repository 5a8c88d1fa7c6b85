import type { Label } from "@softmax/datasets";
import type { Status } from "@softmax/optim";
import type { Certificate } from "./certificate.js";
import type { LoopState } from "./checkpoint.js";
import type { Model } from "./classifier.js";
import type { Metrics } from "./metrics.js";
import type { ResolvedConfig } from "./resolve.js";
import type { TuneResult } from "./tuneEvents.js";

/** What `train` yields: one start, a step for each step, an epoch for each pass of a mini-batch solver, one end. */
export type TrainEvent = StartEvent | StepEvent | EpochEvent | EndEvent;

export interface StartEvent {
  readonly type: "start";
  readonly config: ResolvedConfig;
  /** One line: which solver, and why. */
  readonly reason: string;
  readonly classes: readonly Label[];
  readonly nFeatures: number;
  readonly nSamples: { readonly train: number; readonly validation: number; readonly test: number };
  readonly kernels: string;
  readonly threads: number;
  readonly fingerprint: string;
  /** Sentences about the data that a person should see: imputed values, unseen categories, absent classes. */
  readonly warnings: readonly string[];
  /** The step that the run goes on from; 0 for a fresh one. */
  readonly resumedAt: number;
}

export interface StepEvent {
  readonly type: "step";
  readonly step: number;
  /** Objective F; for mini-batch solvers the estimate from the batch, before the step. */
  readonly objective: number;
  /** ‖∇F‖∞; NaN where the step does not compute it. */
  readonly gradientNorm: number;
  /** Of full-batch solvers with a validation part. */
  readonly validation?: Fit;
  /** Everything a checkpoint needs. Never written to again: keep it as long as you like, write nothing. */
  readonly state: LoopState;
  /** Since the start of the run or, if resumed, since then. */
  readonly seconds: number;
}

export interface EpochEvent extends Omit<StepEvent, "type"> {
  readonly type: "epoch";
  readonly epoch: number;
}

/** How well the current parameters fit a part of the data. */
export interface Fit {
  readonly logLoss: number;
  readonly accuracy: number;
}

/** Where rows are read block by block: how far a pass over them has come, several times a second. */
export interface PassEvent {
  readonly type: "pass";
  /** The step that it is made for, or comes after. */
  readonly step: number;
  /** Which pass of this run it is, since it was started or resumed, from 1 on. */
  readonly pass: number;
  readonly rowsDone: number;
  readonly rows: number;
  readonly bytesPerSecond: number;
  /** Of this pass. */
  readonly secondsLeft: number;
  /** From which a run goes on inside this pass. */
  readonly state: LoopState;
  readonly seconds: number;
}

/** The signal was aborted while rows are read block by block: the run goes on from this state, and ends now. */
export interface InterruptEvent {
  readonly type: "interrupt";
  readonly step: number;
  readonly state: LoopState;
  readonly seconds: number;
}

/** What `trainBlocks` yields. */
export type BlocksEvent = TrainEvent | PassEvent | InterruptEvent;

export interface EndEvent {
  readonly type: "end";
  readonly result: TrainResult;
  readonly state: LoopState;
}

/** A finished run. */
export interface TrainResult {
  readonly model: Model;
  readonly status: Status;
  /** One sentence: what happened and, where there is no minimum or it was not reached, why and what to do: `diagnosis.ts`. */
  readonly message: string;
  readonly steps: number;
  readonly epochs?: number;
  readonly seconds: number;
  /** At the final parameters, in float64. value = loss + penalty. */
  readonly objective: { readonly value: number; readonly loss: number; readonly penalty: number };
  readonly gradientNorm: number;
  readonly certificate: Certificate;
  readonly train: Metrics;
  readonly validation?: Metrics;
  readonly test?: Metrics;
  readonly config: ResolvedConfig;
  /** Where `fit` chose the penalty by cross-validation: how. */
  readonly tuning?: TuneResult;
}

/** A run that another engine than `train` has carried out: what `train` tells as it goes, when it is over. */
export interface FinishedRun {
  readonly start: StartEvent;
  /** F before the first step and after each. */
  readonly objectives: readonly number[];
  readonly result: TrainResult;
}
