import { type BlockEncoder, type Dataset, encodeFeatures, fitEncoders } from "@softmax/datasets";
import { type DenseFeatures, denseFeatures, type Kernels, type LinearKernel } from "@softmax/tensor-core";

/** Standardized rows, ready for passes over them. */
export interface BoundFeatures {
  readonly features: DenseFeatures;
  readonly kernel: LinearKernel;
  /** [d]: what was subtracted and divided by, 0 and 1 without standardization. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/**
 * Standardizes rows [n, d] as a run does and binds them to kernels; where the very same values come again, in
 * whatever array, the answer is the one before. Keeps a copy of the values, not the array.
 */
export function featureBinder(kernels: Kernels) {
  let latest: Binding | undefined;
  return (values: Float64Array, d: number, standardize: boolean): BoundFeatures => {
    const isSame =
      latest?.standardize === standardize && latest.features.nColumns === d && equal(latest.values, values);
    if (!isSame) {
      const copy = copyInto(latest?.values, values);
      const before = latest?.kernel;
      latest = undefined; // there is none where binding throws
      latest = { values: copy, standardize, ...bind(kernels, copy, d, standardize, before) };
    }
    return latest!;
  };
}

interface Binding extends BoundFeatures {
  readonly values: Float64Array;
  readonly standardize: boolean;
}

/** A copy of the values, in the array that held the ones before where they are as many. */
function copyInto(before: Float64Array | undefined, values: Float64Array): Float64Array {
  if (before?.length !== values.length) return values.slice();
  before.set(values);
  return before;
}

function bind(
  kernels: Kernels,
  values: Float64Array,
  d: number,
  standardize: boolean,
  before?: LinearKernel,
): BoundFeatures {
  const nSamples = values.length / d;
  const features = denseFeatures(values, nSamples, d);
  const points: Dataset = {
    name: "refit",
    nSamples,
    columns: [{ kind: "block", name: "features", features }],
  };
  const rows = Int32Array.from({ length: nSamples }, (_, i) => i);
  const encoders = fitEncoders(points, rows, { columns: ["features"], standardize });
  const encoded = encodeFeatures(encoders, points, "float64").features as DenseFeatures;
  const [{ mean, deviation }] = encoders as readonly BlockEncoder[];
  return {
    features: encoded,
    kernel: kernels.linear(encoded, "float64", before),
    mean: mean ?? new Float64Array(d),
    deviation: deviation ?? new Float64Array(d).fill(1),
  };
}

function equal(a: Float64Array, b: Float64Array): boolean {
  const n = a.length;
  if (n !== b.length) return false;
  for (let k = 0; k < n; k++) if (a[k] !== b[k]) return false;
  return true;
}
