import type { Fit, StepEvent, TrainingFit } from "@softmax/trainer";

/** A step whose parameters are kept, as the trainer gave them. */
export interface StoredStep extends Pick<StepEvent, "step" | "objective" | "gradientNorm" | "seconds"> {
  readonly params: Float64Array;
  readonly validation?: Fit;
  /** Once it was asked for. */
  fit?: TrainingFit;
  /** The model that the run ended with. */
  readonly final?: boolean;
}

/** Bytes of parameters that are kept to scrub through. */
const memory = 64 * 2 ** 20;
/** More stops than a slider has pixels. */
const mostSteps = 1000;

/**
 * The steps of a run that can be gone back to: each `stride`-th and the last. When they would take more memory than
 * the budget, every second one goes and the stride doubles, so that they stay evenly spread over the whole run.
 */
export class History {
  readonly #budget: number;
  readonly #beside: number;
  #kept: StoredStep[] = [];
  #stride = 1;
  #seen = 0;
  #last: StoredStep | undefined;
  #measured: StoredStep | undefined;

  /** @param beside Bytes that a step's measurement takes, beside its parameters. */
  constructor(beside = 0, budget = memory) {
    this.#beside = beside;
    this.#budget = budget;
  }

  /** Adds a step; one that was added before, measured anew at the end of an epoch, takes its place. */
  add(stored: StoredStep): void {
    const again = this.#last?.step === stored.step;
    this.#last = stored;
    if (again) {
      if (this.#kept.at(-1)?.step === stored.step) this.#kept[this.#kept.length - 1] = stored;
      return;
    }
    if (this.#seen++ % this.#stride === 0) this.#kept.push(stored);
    if (this.#kept.length > this.#most(stored)) this.#thin();
  }

  /** Says that a step now has its `fit`. */
  measured(stored: StoredStep): void {
    if (!this.#measured || stored.step >= this.#measured.step) this.#measured = stored;
  }

  get steps(): number[] {
    return this.#all().map(({ step }) => step);
  }

  /** The last step that was measured. */
  get latest(): StoredStep | undefined {
    return this.#measured;
  }

  get(step: number): StoredStep | undefined {
    if (this.#measured?.step === step) return this.#measured;
    return this.#all().find((stored) => stored.step === step);
  }

  #all(): StoredStep[] {
    if (!this.#last || this.#kept.at(-1)?.step === this.#last.step) return this.#kept;
    return [...this.#kept, this.#last];
  }

  #most({ params }: StoredStep): number {
    return Math.max(2, Math.min(mostSteps, Math.floor(this.#budget / (params.byteLength + this.#beside))));
  }

  #thin(): void {
    this.#kept = this.#kept.filter((_, k) => k % 2 === 0);
    this.#stride *= 2;
  }
}
