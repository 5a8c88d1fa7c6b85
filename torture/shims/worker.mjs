/** Loaded with `--import`: every worker thread ends by itself after TORTURE_WORKER_MS, as if it had crashed. */

import { syncBuiltinESMExports } from "node:module";
import threads from "node:worker_threads";

const { Worker } = threads;

threads.Worker = class extends Worker {
  constructor(...args) {
    super(...args);
    setTimeout(() => this.terminate(), Number(process.env.TORTURE_WORKER_MS)).unref();
  }
};
syncBuiltinESMExports();
