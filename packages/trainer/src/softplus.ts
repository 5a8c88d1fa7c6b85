import { exp, log1p } from "@softmax/tensor-core/elementary";

/** ln(1 + e^x) = −ln σ(−x), without overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + log1p(exp(-Math.abs(x)));
