/**
 * What the threads beside the main one run, and the memory through which they are told what to do. The source is
 * text, so that it needs no file wherever the package is bundled to; it has the numbers from here.
 *
 * The board: 32-bit cells, then a job in f64.
 *   BELL    is changed, and its waiters woken, when there is a job or mail
 *   MAIL    messages posted so far: a thread that has had fewer goes to fetch them
 *   CLAIM   the job's ticket, shifted, and the number of its next part; a part belongs to who adds 1 to it
 *   DONE    parts that are done
 *   FAILED  not 0 when a part has thrown
 *   job     instance, setup, threads, task, parts, arguments of the task, and then the calls that the setup
 *           consists of, each: function, arguments. Functions are numbered in the order of the module's exports.
 *
 * The ticket changes before the job is rewritten and again when it is complete, so that who has read a job halfway
 * can claim no part of it.
 */
export const [BELL, MAIL, CLAIM, DONE, FAILED] = [0, 16, 32, 48, 64] as const;
export const JOB_AT = 320;
export const [INSTANCE, SETUP, THREADS, TASK, PARTS, ARGS] = [0, 1, 2, 3, 4, 5] as const;
/** Arguments of a task or a call, at most. */
const MOST_ARGS = 7;
const CALLS = ARGS + MOST_ARGS;
const CALL_SIZE = 1 + MOST_ARGS;
export const MOST_CALLS = 3;
export const NO_CALL = -1;
export const callAt = (k: number): number => CALLS + k * CALL_SIZE;
export const BOARD_BYTES = JOB_AT + 8 * (CALLS + MOST_CALLS * CALL_SIZE);
export const PART_BITS = 12;

/** Sent to a thread: an instance to make, or one to forget. */
export type Mail =
  | { readonly id: number; readonly module: WebAssembly.Module; readonly memory: WebAssembly.Memory }
  | { readonly forget: number };

/** Looks at the board before a thread goes to sleep: about 50 µs. */
const LOOKS = 20_000;

/** A function, so that bundles of programs without threads can leave it out. */
export const workerSource = (): string => `"use strict";
const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
const mailbox = node ? node.parentPort : globalThis;
const receive = (handle) => node ? mailbox.on("message", handle) : (mailbox.onmessage = (event) => handle(event.data));
const instances = new Map();
let cells, job, thread, mail;

receive((message) => {
  if (message.board) {
    cells = new Int32Array(message.board, 0, ${JOB_AT / 4});
    job = new Float64Array(message.board, ${JOB_AT});
    ({ thread, mail } = message);
  } else {
    mail = (mail + 1) | 0;
    if (message.module) instances.set(message.id, instantiate(message));
    else instances.delete(message.forget);
  }
  while (Atomics.load(cells, ${MAIL}) === mail) {
    const bell = Atomics.load(cells, ${BELL});
    takePart();
    let looks = ${LOOKS};
    while (Atomics.load(cells, ${BELL}) === bell && looks > 0) looks--;
    if (looks === 0 && Atomics.load(cells, ${MAIL}) === mail) Atomics.wait(cells, ${BELL}, bell);
  }
});

function instantiate({ module, memory }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { functions: Object.values(exports).filter((value) => typeof value === "function"), setup: -1 };
}

function takePart() {
  const ticket = Atomics.load(cells, ${CLAIM}) >>> ${PART_BITS};
  const instance = instances.get(job[${INSTANCE}]);
  if (!instance || thread >= job[${THREADS}]) return;
  const [setup, parts, task] = [job[${SETUP}], job[${PARTS}], job[${TASK}]];
  const args = job.slice(${ARGS}, ${ARGS + MOST_ARGS});
  const calls = job.slice(${CALLS});
  for (let part; (part = claim(ticket, parts)) >= 0; ) {
    try {
      if (instance.setup !== setup) prepare(instance, calls);
      instance.setup = setup;
      instance.functions[task](part, ...args);
    } catch {
      Atomics.store(cells, ${FAILED}, 1);
    }
    Atomics.add(cells, ${DONE}, 1);
  }
  Atomics.notify(cells, ${DONE});
}

function prepare(instance, calls) {
  for (let at = 0; at < calls.length; at += ${CALL_SIZE}) {
    const args = calls.slice(at + 1, at + ${CALL_SIZE});
    if (calls[at] >= 0) instance.functions[calls[at]](...args.map((value) => Number.isNaN(value) ? thread : value));
  }
}

function claim(ticket, parts) {
  for (;;) {
    const found = Atomics.load(cells, ${CLAIM});
    const part = found & ${2 ** PART_BITS - 1};
    if (found >>> ${PART_BITS} !== ticket || part >= parts) return -1;
    if (Atomics.compareExchange(cells, ${CLAIM}, found, found + 1) === found) return part;
  }
}
`;
