import type { Precision } from "./kernels.js";
import type { WasmBuild, WasmCholesky, WasmGram, WasmPasses, WasmShared } from "./kernels.wasm.module.js";
import { type Member, newMember, runInThreads, THREAD } from "./kernels.wasm.pool.js";

/** A function of the module, by its name without the precision, and its arguments. */
export type Call = readonly [name: string, ...args: number[]];

/** Multiply-adds below which a task is done before another thread is awake. */
export const WORTH_WAKING = 1 << 20;

/** An instance of the kernels, seen through one precision; other threads have instances like it on the same memory. */
export class WasmInstance {
  readonly build: WasmBuild;
  readonly precision: Precision;
  readonly memory: WebAssembly.Memory;
  readonly isShared: boolean;
  readonly passes: WasmPasses & WasmGram & WasmCholesky;
  readonly shared: WasmShared;
  readonly #member: Member;
  readonly #names: string[];
  readonly #functions: ((...args: number[]) => number)[];

  constructor(build: WasmBuild, precision: Precision, memory: WebAssembly.Memory) {
    this.isShared = isShared(memory);
    const module = build.module(this.isShared);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const named = Object.entries(exports).filter(([, value]) => typeof value === "function");
    const suffix = precision === "float32" ? "32" : "64";
    const passes = Object.fromEntries(
      named.filter(([name]) => name.endsWith(suffix)).map(([name, pass]) => [name.slice(0, -2), pass]),
    );
    this.build = build;
    this.precision = precision;
    this.memory = memory;
    this.passes = passes as unknown as WasmInstance["passes"];
    this.shared = exports as unknown as WasmShared;
    this.#names = named.map(([name]) => (name.endsWith(suffix) ? name.slice(0, -2) : name));
    this.#functions = named.map(([, value]) => value as (...args: number[]) => number);
    this.#member = newMember(module, memory, this.isShared ? build.threads : 1);
  }

  /**
   * Makes the calls here and, before they take part in a task, in the instances of the other threads. The last one
   * lays the workspace out for a thread, whose number comes after its arguments; returns where the last thread's ends.
   */
  prepare(...calls: Call[]): number {
    const setup = calls.map(([name, ...args], k) => [
      this.#names.indexOf(name),
      ...args,
      ...(k === calls.length - 1 ? [THREAD] : []),
    ]);
    if (!sameNumbers(setup.flat(), this.#member.setup.flat())) this.#member.version++;
    this.#member.setup = setup;
    const call = (thread: number) =>
      setup.map(([f, ...args]) => this.#functions[f](...args.map((a) => (Number.isNaN(a) ? thread : a))));
    const [end] = call(this.#member.threads - 1).slice(-1);
    call(0);
    return end >>> 0;
  }

  /** task(k, ...args) for k = 0 … parts − 1, in any order and in several threads; `work` in multiply-adds. */
  run(task: string, parts: number, work: number, ...args: number[]): void {
    this.runBeside(undefined, task, parts, work, ...args);
  }

  /** As `run`, with this thread doing something else before it takes part, or after it where it is alone. */
  runBeside(
    other: (() => void) | undefined,
    task: string,
    parts: number,
    work: number,
    ...args: number[]
  ): void {
    const f = this.#names.indexOf(task);
    const isWorth = parts > 1 && work >= WORTH_WAKING;
    const run = (part: number) => this.#functions[f](part, ...args);
    if (isWorth && runInThreads(this.#member, { task: f, parts, args, run, other, work })) return;
    for (let part = 0; part < parts; part++) run(part);
    other?.();
  }

  /** Entries of this precision in memory. */
  view(at: number, length: number): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
    const Values = this.precision === "float32" ? Float32Array : Float64Array;
    return new Values(this.memory.buffer, at >>> 0, length);
  }
}

const isShared = ({ buffer }: WebAssembly.Memory): boolean =>
  typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;

const sameNumbers = (a: number[], b: number[]): boolean =>
  a.length === b.length && a.every((value, k) => Object.is(value, b[k]));
