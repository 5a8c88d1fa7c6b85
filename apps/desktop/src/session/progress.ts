import type { EpochEvent, StepEvent } from "@softmax/trainer";
import type { Progress, RunId } from "../shared/ipc/train.js";

/** Milliseconds between two messages: at most 60 a second. */
const interval = 1000 / 60;
/** Steps a message at most: thirty-two points in a sixtieth of a second are more than a curve can show. */
const most = 32;

/** Collects steps and hands them on at the pace of the screen, thinned evenly; the last one always arrives. */
export class ProgressFeed {
  readonly #run: RunId;
  readonly #send: (progress: Progress) => void;
  #events: (StepEvent | EpochEvent)[] = [];
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(run: RunId, send: (progress: Progress) => void) {
    this.#run = run;
    this.#send = send;
  }

  add(event: StepEvent | EpochEvent): void {
    this.#events.push(event);
    if (performance.now() - this.#sentAt >= interval) this.flush();
  }

  flush(): void {
    if (this.#events.length === 0) return;
    const events = thinned(this.#events, most);
    this.#send({
      run: this.#run,
      steps: events.map(({ step }) => step),
      objective: events.map(({ objective }) => objective),
      gradientNorm: events.map(({ gradientNorm }) => gradientNorm),
      validationLoss: events.map(({ validation }) => validation?.logLoss ?? Number.NaN),
      validationAccuracy: events.map(({ validation }) => validation?.accuracy ?? Number.NaN),
      seconds: events.at(-1)!.seconds,
    });
    this.#events = [];
    this.#sentAt = performance.now();
  }
}

/** At most `count` of the items, evenly spaced, the last among them. */
export function thinned<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, k) => items[Math.ceil(((k + 1) * items.length) / count) - 1]);
}
