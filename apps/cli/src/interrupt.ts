import { constants } from "node:os";

/** Ctrl-C, or a request of the system's to end. */
export interface Interrupt {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The exit code that goes with the signal that came, if one did. */
  readonly exitCode: number | undefined;
  /** From now on signals end the program as they would without us. */
  release(): void;
}

const signals = ["SIGINT", "SIGTERM"] as const;

/** The first signal asks for an orderly end, and `onFirst` may say so; the second one ends the program at once. */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const listen = (signal: (typeof signals)[number]) => {
    if (exitCode !== undefined) process.exit(exitCode);
    exitCode = 128 + constants.signals[signal];
    controller.abort();
    onFirst();
  };
  for (const signal of signals) process.on(signal, listen);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    release() {
      for (const signal of signals) process.removeListener(signal, listen);
    },
  };
}
