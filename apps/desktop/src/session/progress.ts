import type { EpochEvent, StepEvent, TrainingFit } from "@softmax/trainer";
import type { MeasuredStep, Progress, RunId } from "../shared/ipc/train.js";

/** Milliseconds between two messages: at most 60 a second. */
const interval = 1000 / 60;
/** Steps a message at most: thirty-two points in a sixtieth of a second are more than a curve can show. */
const most = 32;

/** Seconds over which the speed is taken. */
const lately = 0.5;

/** Collects steps and hands them on at the pace of the screen, thinned evenly; the last one always arrives. */
export class ProgressFeed {
  readonly #run: RunId;
  readonly #send: (progress: Progress) => void;
  #events: (StepEvent | EpochEvent)[] = [];
  #measured: MeasuredStep[] = [];
  #sentAt = Number.NEGATIVE_INFINITY;
  #mark = { step: 0, seconds: 0 };
  #speed = Number.NaN;

  constructor(run: RunId, send: (progress: Progress) => void) {
    this.#run = run;
    this.#send = send;
  }

  /** @param fit Where the step was measured. */
  add(event: StepEvent | EpochEvent, fit?: TrainingFit): void {
    this.#events.push(event);
    if (fit) this.#measured.push(measuredStep(event, fit));
    if (performance.now() - this.#sentAt >= interval) this.flush();
  }

  flush(): void {
    if (this.#events.length === 0) return;
    const events = thinned(this.#events, most);
    const { seconds } = events.at(-1)!;
    this.#send({
      run: this.#run,
      steps: events.map(({ step }) => step),
      objective: events.map(({ objective }) => objective),
      gradientNorm: events.map(({ gradientNorm }) => gradientNorm),
      validationLoss: events.map(({ validation }) => validation?.logLoss ?? Number.NaN),
      validationAccuracy: events.map(({ validation }) => validation?.accuracy ?? Number.NaN),
      measured: this.#measured,
      seconds,
      speed: this.#speedAt(events.at(-1)!),
    });
    this.#events = [];
    this.#measured = [];
    this.#sentAt = performance.now();
  }

  #speedAt({ step, seconds }: StepEvent | EpochEvent): number {
    const passed = seconds - this.#mark.seconds;
    const speed = (step - this.#mark.step) / passed;
    if (Number.isNaN(this.#speed) || passed >= lately) this.#speed = speed;
    if (passed >= lately) this.#mark = { step, seconds };
    return this.#speed;
  }
}

const measuredStep = (
  { step, validation }: StepEvent | EpochEvent,
  { train, certificate }: TrainingFit,
): MeasuredStep => ({
  step,
  trainAccuracy: train.accuracy,
  validationAccuracy: validation?.accuracy ?? Number.NaN,
  gap: certificate.gap,
});

/** At most `count` of the items, evenly spaced, the last among them. */
export function thinned<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, k) => items[Math.ceil(((k + 1) * items.length) / count) - 1]);
}
