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
}

/**
 * The kernels to train with: the build asked for, or the fastest that this host can run, in the order
 * `relaxed-simd`, `simd`, `reference`.
 *
 * @throws Error when a `variant` is asked for that the host cannot run
 * @example
 * const X = denseFeatures(Float64Array.of(1, 2, 3, 4), 2, 2);
 * const params = new Float64Array(3 * 2 + 3); // three classes that know nothing yet
 * const gradient = new Float64Array(params.length);
 * const linear = defaultKernels().linear(X, "float64");
 * linear.crossEntropy(params, Int32Array.of(0, 2), undefined, { from: 0, to: 2 }, gradient); // 2.197, two rows of ln 3
 */
export function defaultKernels({ variant, deterministic = false }: KernelOptions = {}): Kernels {
  if (variant) return requireVariant(variant);
  return (deterministic ? undefined : wasmKernels("relaxed-simd")) ?? wasmKernels("simd") ?? referenceKernels;
}

function requireVariant(variant: KernelVariant): Kernels {
  const kernels = variant === "reference" ? referenceKernels : wasmKernels(variant);
  if (!kernels) throw new Error(`defaultKernels: this host cannot run the variant "${variant}"`);
  return kernels;
}
