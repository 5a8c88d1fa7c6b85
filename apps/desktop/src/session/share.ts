/** Lets something be done now and then, for at most a share of the time. */
export class Share {
  readonly #share: number;
  readonly #now: () => number;
  #next = Number.NEGATIVE_INFINITY;

  constructor(share: number, now: () => number = () => performance.now()) {
    this.#share = share;
    this.#now = now;
  }

  get due(): boolean {
    return this.#now() >= this.#next;
  }

  /** Does it, and puts the next time off by as much as it took. */
  spend<T>(act: () => T): T {
    const start = this.#now();
    const result = act();
    this.#next = start + (this.#now() - start) / this.#share;
    return result;
  }
}
