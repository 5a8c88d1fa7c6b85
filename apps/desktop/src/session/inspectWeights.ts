import { featureNames } from "@softmax/datasets";
import type { ModelParts } from "@softmax/trainer";
import type { ModelWeights } from "../shared/ipc/inspect.js";
import { imageEncoder } from "./inspectPictures.js";

/** More rows than anyone reads; text hashed into a quarter of a million buckets is not sent as a whole. */
const most = 20_000;

/** A model's weights by feature, those farthest from zero if there are too many; as images where it takes images. */
export function weightsOf(model: ModelParts): ModelWeights {
  const { classes, weights, bias, encoders } = model;
  const names = featureNames(encoders);
  const [C, d] = [classes.length, names.length];
  const kept = d <= most ? names.map((_, j) => j) : largestFeatures(weights, C, d);
  return {
    classes,
    names: kept.map((j) => names[j]),
    weights: Float64Array.from(
      { length: C * kept.length },
      (_, k) => weights[Math.floor(k / kept.length) * d + kept[k % kept.length]],
    ),
    bias,
    nFeatures: d,
    standardized: encoders.some(
      (encoder) =>
        (encoder.kind === "number" && (encoder.mean !== 0 || encoder.deviation !== 1)) ||
        (encoder.kind === "block" && encoder.mean !== undefined),
    ),
    image: weightImages(model),
  };
}

function largestFeatures(weights: Float64Array, C: number, d: number): number[] {
  const size = new Float64Array(d);
  for (let k = 0; k < C * d; k++) size[k % d] = Math.max(size[k % d], Math.abs(weights[k]));
  const order = Int32Array.from(size, (_, j) => j).sort((a, b) => size[b] - size[a] || a - b);
  return Array.from(order.subarray(0, most));
}

function weightImages({ encoders, weights, classes }: ModelParts): ModelWeights["image"] {
  const encoder = imageEncoder(encoders);
  if (!encoder) return undefined;
  const { width, height, channels, order } = encoder.image;
  const [nPixels, d] = [width * height, encoder.nFeatures];
  const grids = new Float64Array(classes.length * nPixels);
  for (let k = 0; k < weights.length; k++) {
    const [c, j] = [Math.floor(k / d), k % d];
    const pixel = order === "planar" ? j % nPixels : Math.floor(j / channels);
    grids[c * nPixels + pixel] += weights[k];
  }
  return { width, height, grids };
}
