import type { Kernels } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { wasmKernels } from "./kernels.wasm.js";

/** The builds of the kernels, fastest first. */
export type KernelVariant = "relaxed-simd" | "simd" | "reference";

export interface KernelOptions {
  /** This build and no other. Default: the fastest that the host can run. */
  readonly variant?: KernelVariant;
  /**
   * Plain SIMD, whose results are the same bits on every machine that has it; relaxed SIMD's depend on whether
   * the processor has a fused multiply-add. Default false. Ignored where `variant` is given.
   */
  readonly deterministic?: boolean;
  /**
   * Threads at most, 1 to 64. Default: the environment variable SOFTMAX_THREADS, or as many as there are cores, up to
   * 16. Results are the same bits for any number. The others start when there is work enough for them, and need
   * memory that threads share: a page that is cross-origin isolated, or Node.
   */
  readonly threads?: number;
}

/**
 * The kernels to train with: the build asked for, or the fastest that this host can run, in the order
 * `relaxed-simd`, `simd`, `reference`.
 *
 * @throws Error when a `variant` is asked for that the host cannot run
 * @throws RangeError when `threads` or SOFTMAX_THREADS is not an integer from 1 to 64
 * @example
 * const X = denseFeatures(Float64Array.of(1, 2, 3, 4), 2, 2);
 * const params = new Float64Array(3 * 2 + 3); // three classes that know nothing yet
 * const gradient = new Float64Array(params.length);
 * const linear = defaultKernels().linear(X, "float64");
 * linear.crossEntropy(params, Int32Array.of(0, 2), undefined, { from: 0, to: 2 }, gradient); // 2.197, two rows of ln 3
 */
export function defaultKernels(options: KernelOptions = {}): Kernels {
  const { variant, deterministic = false } = options;
  const threads = threadCount(options.threads);
  if (variant) return requireVariant(variant, threads);
  const relaxed = deterministic ? undefined : wasmKernels("relaxed-simd", threads);
  return relaxed ?? wasmKernels("simd", threads) ?? referenceKernels;
}

function requireVariant(variant: KernelVariant, threads: number): Kernels {
  const kernels = variant === "reference" ? referenceKernels : wasmKernels(variant, threads);
  if (!kernels) throw new Error(`defaultKernels: this host cannot run the variant "${variant}"`);
  return kernels;
}

/** What Node has and browsers have not. */
interface Host {
  readonly process?: {
    readonly env?: Record<string, string | undefined>;
    getBuiltinModule?(name: "node:os"): { availableParallelism(): number } | undefined;
  };
  readonly navigator?: { readonly hardwareConcurrency?: number };
}

const MOST_THREADS = 64;
/** Passes are no faster with more: memory is as slow as ever. */
const MOST_BY_DEFAULT = 16;

function threadCount(asked: number | undefined): number {
  if (asked !== undefined) return checkedCount("threads", asked, asked);
  const { process, navigator } = globalThis as Host;
  const set = process?.env?.SOFTMAX_THREADS;
  if (set) return checkedCount("SOFTMAX_THREADS", Number(set), set);
  const os = process?.getBuiltinModule?.("node:os");
  return Math.min(MOST_BY_DEFAULT, os?.availableParallelism() ?? navigator?.hardwareConcurrency ?? 1);
}

function checkedCount(name: string, count: number, found: number | string): number {
  if (Number.isInteger(count) && count >= 1 && count <= MOST_THREADS) return count;
  throw new RangeError(`defaultKernels: ${name} is ${found}; expected an integer from 1 to ${MOST_THREADS}`);
}
