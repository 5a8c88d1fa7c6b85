import { RELAXED_SIMD } from "./generated/relaxedSimd.js";
import { SIMD } from "./generated/simd.js";
import type { Precision } from "./kernels.js";

/** The builds of the kernels' source, fastest first. */
export type WasmVariant = "relaxed-simd" | "simd";

const BYTES: Record<WasmVariant, string> = { "relaxed-simd": RELAXED_SIMD, simd: SIMD };

/** One precision's passes; see `wasm/passes.ts`. Addresses are bytes. */
export interface WasmPasses {
  /** Lays out everything but X from `base` on; returns the end. */
  layout(base: number, nColumns: number, nClasses: number, windowRows: number, rowStride: number): number;
  pack(isDirection: boolean): void;
  begin(): void;
  end(): number;
  logits(firstRow: number, count: number, ordered: boolean): void;
  accumulate(firstRow: number, count: number, ordered: boolean): void;
  crossEntropy(firstRow: number, count: number, ordered: boolean, weighted: boolean, soft: boolean): void;
  hvp(firstRow: number, count: number, ordered: boolean, weighted: boolean): void;
}

/** One precision's Gram matrices; see `wasm/gram.ts`. */
export interface WasmGram {
  /** Lays everything out from `base` on, for blocks of `rows` rows of `rowBytes` bytes; returns the end. */
  gramLayout(base: number, nColumns: number, rows: number, rowBytes: number): number;
  gramAdd(count: number, stored: number, rowBytes: number, scale: number): void;
}

/** One precision's Cholesky factors; see `wasm/cholesky.ts`. */
export interface WasmCholesky {
  /** Lays everything out from `base` on; returns the end. */
  choleskyLayout(base: number, n: number): number;
  /** −1, or the pivot that failed; `choleskyPivot` is what was left of it. */
  choleskyFactor(): number;
  choleskySolve(bytes: number): void;
}

/** What both precisions share: where X is, and the places the host fills and reads. */
export interface WasmShared {
  bindDense(at: number, stride: number, stored: number, scale: number): void;
  bindSparse(values: number, columns: number, starts: number, stored: number): void;
  bindTurned(values: number, stored: number): void;
  bindBlock(rows: number, ids: number, starts: number, nIds: number): void;
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

const compiled = new Map<WasmVariant, WebAssembly.Module | undefined>();

/**
 * The compiled kernels, or undefined where this host has no WebAssembly, lacks the instructions, or forbids
 * compilation (a content security policy without `wasm-unsafe-eval`). Compiled at most once.
 */
export function wasmModule(variant: WasmVariant): WebAssembly.Module | undefined {
  if (!compiled.has(variant)) compiled.set(variant, compile(BYTES[variant]));
  return compiled.get(variant);
}

function compile(base64: string): WebAssembly.Module | undefined {
  if (typeof WebAssembly === "undefined") return undefined;
  try {
    return new WebAssembly.Module(decodeBase64(base64));
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}

function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** An instance of the kernels, seen through one precision. */
export interface WasmInstance {
  readonly precision: Precision;
  readonly memory: WebAssembly.Memory;
  readonly passes: WasmPasses & WasmGram & WasmCholesky;
  readonly shared: WasmShared;
}

const PAGE = 65536;

/**
 * A new memory of `bytes` bytes, or undefined where the host refuses that much. The size is asked for at once
 * because engines collect unused memories by the size they began with: what `grow` adds is not counted, and
 * hundreds of forgotten problems would stay.
 */
export function allocate(bytes: number): WebAssembly.Memory | undefined {
  return unlessRefused(() => new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) }));
}

/** A new instance that works in this memory. */
export function instantiate(
  module: WebAssembly.Module,
  precision: Precision,
  memory: WebAssembly.Memory,
): WasmInstance {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const suffix = precision === "float32" ? "32" : "64";
  const passes = Object.fromEntries(
    Object.entries(exports)
      .filter(([name]) => name.endsWith(suffix))
      .map(([name, pass]) => [name.slice(0, -suffix.length), pass]),
  );
  return {
    precision,
    memory,
    passes: passes as unknown as WasmInstance["passes"],
    shared: exports as unknown as WasmShared,
  };
}

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
