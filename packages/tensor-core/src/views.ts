import type { Shape } from "./shape.js";
import type { Slice } from "./slices.js";
import type { Tensor } from "./tensor.js";

/** The method `x.reshape(shape)` as a function. */
export const reshape = (x: Tensor, shape: Shape): Tensor => x.reshape(shape);

/** The method `x.transpose(axes)` as a function. */
export const transpose = (x: Tensor, axes?: readonly number[]): Tensor => x.transpose(axes);

/** The method `x.slice(…slices)` as a function. */
export const slice = (x: Tensor, ...slices: readonly Slice[]): Tensor => x.slice(...slices);
