import {
  ARGS,
  BELL,
  BOARD_BYTES,
  CLAIM,
  callAt,
  DONE,
  FAILED,
  INSTANCE,
  JOB_AT,
  MAIL,
  type Mail,
  MOST_CALLS,
  NO_CALL,
  PART_BITS,
  PARTS,
  SETUP,
  TASK,
  THREADS,
  workerSource,
} from "./kernels.wasm.worker.js";

/** Stands for the number of the thread among the arguments of a setup's calls. */
export const THREAD = Number.NaN;

/** An instance, as the other threads make theirs. */
export interface Member {
  readonly id: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly threads: number;
  /** Functions by number, and their arguments. */
  setup: readonly (readonly number[])[];
  /** Tells setups of one member apart. */
  version: number;
}

let members = 0;

/** A member whose instances are forgotten when it is. */
export function newMember(module: WebAssembly.Module, memory: WebAssembly.Memory, threads: number): Member {
  const member: Member = { id: members++, module, memory, threads, setup: [], version: 0 };
  if (threads > 1) gone.register(member, member.id);
  return member;
}

/** What Node's workers and the browser's have in common. */
interface Thread {
  postMessage(message: unknown): void;
  terminate(): unknown;
}

/** Instances that the threads hold at a time. */
const MOST_KNOWN = 8;
/** What threads may hold of forgotten memories, in bytes: they never have reason to collect garbage. */
const MOST_FORGOTTEN = 256 << 20;
/** Looks at the board before the main thread sleeps, where it may: about 50 µs. */
const LOOKS = 20_000;
/** What a part may take: 100 times what is usual, and a second, in which even a busy machine finds time for a thread. */
const patienceFor = (work: number): number => 1000 + work / 1e5;
/** Threads of this process that may be lost before it does without. */
const MOST_LOST = 3;
/** A part that no job has. */
const CLOSED = 2 ** PART_BITS - 1;

let pool: Pool | undefined;
let lost = 0;
/** Memories that a lost thread may still write to, for all that is known. */
const abandoned = new WeakSet<WebAssembly.Memory>();

/** Thrown where a thread has failed, or is silent in the middle of a part. */
class ThreadLost extends Error {}

/** Whether nothing may be kept in that memory any more. */
export const isAbandoned = (memory: WebAssembly.Memory): boolean => abandoned.has(memory);

/**
 * Runs `work` to its end: from the start again where a thread is lost in it. It must change nothing outside WebAssembly's
 * memory before its last task is done, and finds the memory it has used abandoned when it is run again.
 */
export function untilDone<T>(work: () => T): T {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ThreadLost)) throw error;
    }
  }
}
const gone = /* @__PURE__ */ new FinalizationRegistry<number>((id) => pool?.forget(id));

/** The threads of this process, the same for all kernels: they start when first needed, and end with the process. */
class Pool {
  readonly #threads: Thread[] = [];
  readonly #cells: Int32Array;
  readonly #job: Float64Array;
  readonly #maySleep: boolean;
  /** Bytes of the instances that were sent to the threads, by id, the latest used last. */
  readonly #known = new Map<number, number>();
  #most = Number.POSITIVE_INFINITY;
  #ticket = 0;
  #forgotten = 0;

  constructor() {
    const board = new SharedArrayBuffer(BOARD_BYTES);
    this.#cells = new Int32Array(board, 0, JOB_AT / 4);
    this.#job = new Float64Array(board, JOB_AT);
    this.#maySleep = maySleep(this.#cells);
  }

  /** Does the parts of a task, here and in the other threads; false where one of them has failed or is silent. */
  run(member: Member, { task, parts, args, run, other, work }: Job): boolean {
    this.#start(member.threads - 1);
    this.#introduce(member);
    this.#publish(member, task, parts, args);
    const ticket = this.#ticket;
    other?.();
    let own = 0;
    for (let part = this.#claim(ticket, parts); part >= 0; part = this.#claim(ticket, parts), own++)
      run(part);
    return this.#waitFor(parts - own, patienceFor(work / parts)) && Atomics.load(this.#cells, FAILED) === 0;
  }

  end(): void {
    for (const thread of this.#threads) thread.terminate();
  }

  forget(id: number): void {
    const bytes = this.#known.get(id);
    if (bytes === undefined) return;
    this.#known.delete(id);
    this.#post({ forget: id });
    this.#forgotten += bytes;
    if (this.#forgotten > MOST_FORGOTTEN) endPool();
  }

  /** Starts threads until there are `count`, or the host refuses. */
  #start(count: number): void {
    while (this.#threads.length < Math.min(count, this.#most)) {
      const thread = startThread();
      if (!thread) {
        this.#most = this.#threads.length;
        return;
      }
      this.#threads.push(thread);
      const [board, mail] = [this.#cells.buffer, Atomics.load(this.#cells, MAIL)];
      thread.postMessage({ board, thread: this.#threads.length, mail });
      this.#known.clear();
    }
  }

  /** Sends the instance to the threads, if they do not have it. */
  #introduce({ id, module, memory }: Member): void {
    const isNew = !this.#known.delete(id);
    this.#known.set(id, memory.buffer.byteLength);
    if (!isNew) return;
    this.#post({ id, module, memory });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN) this.forget(oldest);
  }

  #post(mail: Mail): void {
    Atomics.add(this.#cells, MAIL, 1);
    for (const thread of this.#threads) thread.postMessage(mail);
    this.#ring();
  }

  #ring(): void {
    Atomics.add(this.#cells, BELL, 1);
    Atomics.notify(this.#cells, BELL);
  }

  #publish({ id, version, threads, setup }: Member, task: number, parts: number, args: number[]): void {
    const job = this.#job;
    this.#open(CLOSED);
    Atomics.store(this.#cells, DONE, 0);
    job[INSTANCE] = id;
    job[SETUP] = version;
    job[THREADS] = threads;
    job[TASK] = task;
    job[PARTS] = parts;
    job.set(args, ARGS);
    for (let k = 0; k < MOST_CALLS; k++) job.set(setup[k] ?? [NO_CALL], callAt(k));
    this.#open(0);
    this.#ring();
  }

  #open(part: number): void {
    this.#ticket = (this.#ticket + 1) & (2 ** (32 - PART_BITS) - 1);
    Atomics.store(this.#cells, CLAIM, (this.#ticket << PART_BITS) | part);
  }

  /** The next part of the job, or −1 when others have them all. */
  #claim(ticket: number, parts: number): number {
    for (;;) {
      const found = Atomics.load(this.#cells, CLAIM);
      const part = found & CLOSED;
      if (found >>> PART_BITS !== ticket || part >= parts) return -1;
      if (Atomics.compareExchange(this.#cells, CLAIM, found, found + 1) === found) return part;
    }
  }

  /** Waits for the others' parts; false where none gets done in `patience` milliseconds. */
  #waitFor(parts: number, patience: number): boolean {
    let [seen, since] = [-1, 0];
    for (let looks = 1; ; looks++) {
      const done = Atomics.load(this.#cells, DONE);
      if (done >= parts) return true;
      if (looks < LOOKS) continue;
      const now = performance.now();
      if (done === seen && now - since > patience) return false;
      if (done !== seen) [seen, since] = [done, now];
      if (this.#maySleep) Atomics.wait(this.#cells, DONE, done, 1);
      else looks = 0;
    }
  }
}

/** A task of an instance: its function by number, the parts it is cut into, and the arguments that follow the part. */
interface Job {
  readonly task: number;
  readonly parts: number;
  readonly args: number[];
  /** Does a part in this thread. */
  readonly run: (part: number) => void;
  /** What this thread does before it takes part. */
  readonly other?: () => void;
  /** Multiply-adds of all parts. */
  readonly work: number;
}

/**
 * Does a job in several threads; false, with nothing done, where there is but one. The first jobs are this thread's alone,
 * until the others have started.
 *
 * A thread may end in the middle of a part (a host that kills it, or runs out of memory), or fail. Nothing tells this
 * one, which is waiting: so it waits as long as a part could possibly take. A thread that is only slow will then still
 * write where it was told to. Therefore nobody uses that memory again, and what was going on starts anew in another one.
 */
export function runInThreads(member: Member, job: Job): boolean {
  if (member.threads === 1 || job.parts >= CLOSED || lost >= MOST_LOST) return false;
  pool ??= new Pool();
  if (pool.run(member, job)) return true;
  lost++;
  abandoned.add(member.memory);
  endPool();
  throw new ThreadLost(`a thread was lost in a part of task ${job.task}`);
}

function endPool(): void {
  pool?.end();
  pool = undefined;
}

/** A browser's main thread may not sleep. */
function maySleep(cells: Int32Array): boolean {
  try {
    return Atomics.wait(cells, BELL, -1, 0) !== "ok";
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

interface NodeWorker extends Thread {
  unref(): void;
  on(event: "error", listener: () => void): void;
}
type WorkerThreads = { Worker: new (source: string, options: object) => NodeWorker };
type Host = { process?: { getBuiltinModule?(name: string): WorkerThreads | undefined } };

/** A new thread, or undefined where the host refuses; one that fails later claims no parts. */
function startThread(): Thread | undefined {
  const { process } = globalThis as Host;
  try {
    const threads = process?.getBuiltinModule?.("node:worker_threads");
    return threads ? nodeThread(threads) : webThread();
  } catch {
    return undefined; // a policy forbids it, or there are no workers: what is thrown differs from host to host
  }
}

function nodeThread({ Worker }: WorkerThreads): Thread {
  const worker = new Worker(workerSource(), { eval: true, execArgv: [], name: "softmax" });
  worker.on("error", () => undefined);
  worker.unref();
  return worker;
}

function webThread(): Thread {
  const url = URL.createObjectURL(new Blob([workerSource()], { type: "text/javascript" }));
  return new Worker(url, { name: "softmax" });
}
