import { decodeBase64 } from "./base64.js";
import { RELAXED_SIMD } from "./generated/relaxedSimd.js";
import { SIMD } from "./generated/simd.js";

/** The builds of the kernels' source, fastest first. */
export type WasmVariant = "relaxed-simd" | "simd";

const BYTES: Record<WasmVariant, string> = { "relaxed-simd": RELAXED_SIMD, simd: SIMD };

/** One precision's passes; see `wasm/passes.ts`. Addresses are bytes. They run as tasks: `WasmInstance.run`. */
export interface WasmPasses {
  pack(chunk: number, isDirection: boolean): void;
  logits(part: number, firstRow: number, count: number, ordered: boolean, partRows: number): void;
  probabilities(part: number, firstRow: number, count: number, ordered: boolean, partRows: number): void;
  accumulate(segment: number, firstRow: number, count: number, ordered: boolean): void;
  crossEntropy(
    segment: number,
    firstRow: number,
    count: number,
    ordered: boolean,
    weighted: boolean,
    soft: boolean,
  ): void;
  hvp(segment: number, firstRow: number, count: number, ordered: boolean, weighted: boolean): void;
  add(chunk: number, firstRow: number, segments: number, block: number): void;
}

/** One precision's Gram matrices; see `wasm/gram.ts`. */
export interface WasmGram {
  gramPack(part: number, count: number, stored: number, rowBytes: number, scale: number): void;
  gramMultiply(stripe: number, count: number): void;
}

/** One precision's Cholesky factors; see `wasm/cholesky.ts`. */
export interface WasmCholesky {
  /** −1, or the pivot that failed; `choleskyPivot` is what was left of it. */
  choleskyFactor(): number;
  choleskySolve(bytes: number): void;
}

/** What both precisions share: where X is, and the places the host fills and reads. */
export interface WasmShared {
  total(segments: number): number;
  io(): number;
  order(): number;
  targets(): number;
  weights(): number;
  table(): number;
  gramBegin(): void;
  gramStaged(): number;
  gramWeights(): number;
  gramSums(): number;
  choleskyMatrix(): number;
  choleskyRight(): number;
  choleskyPivot(): number;
}

/** The compiled kernels for a memory that threads share, or one that they do not; undefined where `compiled` is. */
export const wasmModule = (variant: WasmVariant, isShared = false): WebAssembly.Module | undefined =>
  compiled(BYTES[variant], isShared);

const unsharedModules = new Map<string, WebAssembly.Module | undefined>();
const sharedModules = new Map<string, WebAssembly.Module | undefined>();

/**
 * The module of these bytes in base64, for a memory that threads share or one that they do not; undefined where this
 * host has no WebAssembly, lacks the instructions, or forbids compilation (a content security policy without
 * `wasm-unsafe-eval`). Compiled at most once.
 */
export function compiled(base64: string, isShared = false): WebAssembly.Module | undefined {
  const modules = isShared ? sharedModules : unsharedModules;
  if (!modules.has(base64)) modules.set(base64, compile(decodeBase64(base64), isShared));
  return modules.get(base64);
}

function compile(bytes: Uint8Array<ArrayBuffer>, isShared: boolean): WebAssembly.Module | undefined {
  if (typeof WebAssembly === "undefined") return undefined;
  if (!isShared) bytes[memoryFlags(bytes)] &= ~SHARED;
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}

/** The bit of a memory's flags that says that threads share it. */
const SHARED = 2;

/** Where the module's import of env.memory has its flags: after the name and the kind of import. */
function memoryFlags(bytes: Uint8Array): number {
  const name = Array.from("memory", (letter) => letter.charCodeAt(0));
  return bytes.findIndex((_, at) => name.every((code, k) => bytes[at + k] === code)) + name.length + 1;
}

/** A build of the kernels, and how many threads may run it. */
export interface WasmBuild {
  readonly threads: number;
  module(isShared: boolean): WebAssembly.Module;
}

/** The build, or undefined where this host cannot run it; one thread where it has no memory that threads share. */
export function wasmBuild(variant: WasmVariant, threads = 1): WasmBuild | undefined {
  const module = wasmModule(variant);
  if (!module) return undefined;
  const shared = () => wasmModule(variant, true) as WebAssembly.Module;
  const canShare = typeof SharedArrayBuffer !== "undefined";
  return { threads: canShare ? threads : 1, module: (isShared) => (isShared ? shared() : module) };
}

const PAGE = 65536;
/** What the kernels' import of memory says. */
const MAX_PAGES = 65536;

/**
 * A new memory of `bytes` bytes, or undefined where the host refuses that much. The size is asked for at once
 * because engines collect unused memories by the size they began with: what `grow` adds is not counted, and
 * hundreds of forgotten problems would stay. Shared memories are not counted at all by older ones, so that each
 * is accompanied by an untouched one that is.
 */
export function allocate(bytes: number, isShared = false): WebAssembly.Memory | undefined {
  const initial = Math.ceil(bytes / PAGE);
  const create = (shared: boolean) => new WebAssembly.Memory({ initial, maximum: MAX_PAGES, shared });
  return unlessRefused(() => {
    const memory = create(isShared);
    if (isShared) companions.set(memory, create(false));
    return memory;
  });
}

const companions = new WeakMap<WebAssembly.Memory, WebAssembly.Memory>();

/** Makes the memory at least `end` bytes long; false where the host refuses. Earlier views become stale. */
export function growTo(memory: WebAssembly.Memory, end: number): boolean {
  const missing = end - memory.buffer.byteLength;
  return missing <= 0 || unlessRefused(() => memory.grow(Math.ceil(missing / PAGE))) !== undefined;
}

/** What `request` returns, or undefined where the host has not that much memory. */
function unlessRefused<T>(request: () => T): T | undefined {
  try {
    return request();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
