/** Lets something be done now and then: at most so often, and for at most a share of the time. */
export class Share {
  readonly #share: number;
  readonly #interval: number;
  readonly #now: () => number;
  #next = Number.NEGATIVE_INFINITY;

  /** @param interval Milliseconds from one time to the next, at least. */
  constructor(share: number, interval: number, now: () => number = () => performance.now()) {
    this.#share = share;
    this.#interval = interval;
    this.#now = now;
  }

  get due(): boolean {
    return this.#now() >= this.#next;
  }

  /** Does it, and puts the next time off by as much as it took. */
  spend<T>(act: () => T): T {
    const start = this.#now();
    const result = act();
    const took = this.#now() - start;
    this.#next = start + Math.max(this.#interval, took / this.#share);
    return result;
  }
}
