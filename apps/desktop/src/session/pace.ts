/** Decides when a run may take its next step. */
export class Pace {
  #steps = Number.POSITIVE_INFINITY;
  #waiting: (() => void) | undefined;

  constructor(paused = false) {
    if (paused) this.pause();
  }

  get paused(): boolean {
    return this.#steps === 0;
  }

  pause(): void {
    this.#steps = 0;
  }

  resume(): void {
    this.#allow(Number.POSITIVE_INFINITY);
  }

  /** Allows one step, then pauses. */
  step(): void {
    this.#allow(1);
  }

  /** Resolves when the next step may be taken. */
  async next(): Promise<void> {
    while (this.#steps === 0)
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    this.#steps--;
  }

  #allow(steps: number): void {
    this.#steps = steps;
    this.#waiting?.();
    this.#waiting = undefined;
  }
}
