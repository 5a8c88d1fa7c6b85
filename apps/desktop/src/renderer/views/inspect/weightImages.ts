import type { ModelWeights } from "../../../shared/ipc/inspect.js";

export type WeightImages = NonNullable<ModelWeights["image"]>;

/** The weights of class c by pixel. */
export const gridOf = ({ width, height, grids }: WeightImages, c: number): Float64Array =>
  grids.subarray(c * width * height, (c + 1) * width * height);

/** The size that gets the full color, in the images of all classes. */
export const largestWeight = ({ grids }: WeightImages): number =>
  grids.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
