import { type Encoder, encoderWidth, featureNames, type ImageLayout } from "@softmax/datasets";
import type { Prepared } from "@softmax/trainer";
import type { Axis, PlanePoints, Scene } from "../shared/ipc/pictures.js";

/** Samples shown: more points than these hide each other. */
const mostSamples = 600;
/** Axes to choose from: a longer list is none. */
const mostAxes = 200;

/** An axis, and which feature it is. */
interface FeatureAxis extends Axis {
  readonly feature: number;
}

/** What pictures of a run are drawn of: features, samples and where they are. */
export class SceneOf {
  readonly prepared: Prepared;
  readonly axes: readonly FeatureAxis[];
  readonly pixels: { readonly from: number; readonly image: ImageLayout } | undefined;
  /** Training rows that are shown. */
  readonly rows: Int32Array;
  readonly probabilities: (params: Float64Array) => Float64Array;
  #means: Float64Array | undefined;

  constructor(prepared: Prepared) {
    this.prepared = prepared;
    this.pixels = pixelsOf(prepared.encoders);
    this.axes = this.pixels ? [] : axesOf(prepared.encoders);
    this.rows = evenly(prepared.train.targets.length, mostSamples);
    this.probabilities = prepared.watch(this.rows);
  }

  get description(): Omit<Scene, "run"> {
    const { classes, train } = this.prepared;
    return {
      classes: classes.map(String),
      axes: this.axes.map(({ name, mean, deviation }) => ({ name, mean, deviation })),
      pair: separating(this.#standardized(), train.targets, this.rows),
      image: this.pixels?.image,
      targets: Uint16Array.from(this.rows, (row) => train.targets[row]),
    };
  }

  points([first, second]: readonly [number, number]): PlanePoints {
    const along = ({ feature, mean, deviation }: FeatureAxis) =>
      Float64Array.from(this.rows, (row) => this.#value(row, feature) * deviation + mean);
    return { x: along(this.#axis(first)), y: along(this.#axis(second)) };
  }

  /** Logits over two encoded axes, all other features at their mean over the training rows. */
  plane(params: Float64Array, [first, second]: readonly [number, number]) {
    const { classes, train } = this.prepared;
    const [C, d] = [classes.length, train.features.nColumns];
    const [i, j] = [this.#axis(first).feature, this.#axis(second).feature];
    const weights = new Float64Array(2 * C);
    const bias = params.slice(C * d);
    this.#means ??= columnMeans(train.features.nRows, d, (row, feature) => this.#value(row, feature));
    for (let c = 0; c < C; c++) {
      weights[2 * c] = params[c * d + i];
      weights[2 * c + 1] = params[c * d + j];
      for (let k = 0; k < d; k++) if (k !== i && k !== j) bias[c] += params[c * d + k] * this.#means[k];
    }
    return { weights, bias };
  }

  /** [C, pixels] */
  images(params: Float64Array): Float32Array {
    const { from, image } = this.pixels!;
    const { classes, train } = this.prepared;
    const size = image.height * image.width * image.channels;
    const out = new Float32Array(classes.length * size);
    for (let c = 0; c < classes.length; c++) {
      const start = c * train.features.nColumns + from;
      out.set(params.subarray(start, start + size), c * size);
    }
    return out;
  }

  /** The shown samples along each axis. */
  #standardized(): Float64Array[] {
    return this.axes.map(({ feature }) => Float64Array.from(this.rows, (row) => this.#value(row, feature)));
  }

  #axis(index: number): FeatureAxis {
    const axis = this.axes[index];
    if (!axis) throw new Error(`axis ${index} is not one of the ${this.axes.length} of this run`);
    return axis;
  }

  #value(row: number, feature: number): number {
    const { features } = this.prepared.train;
    if (features.kind === "dense") return features.scale * features.data[row * features.nColumns + feature];
    const end = features.rowStarts[row + 1];
    for (let k = features.rowStarts[row]; k < end; k++)
      if (features.columns[k] === feature) return features.values[k];
    return 0;
  }
}

/** Numbers, and the features of blocks that are neither images nor too many, in the data's own units. */
function axesOf(encoders: readonly Encoder[]): FeatureAxis[] {
  const axes: FeatureAxis[] = [];
  let feature = 0;
  for (const encoder of encoders) {
    const names = encoder.kind === "number" || encoder.kind === "block" ? featureNames([encoder]) : [];
    for (const [k, name] of names.entries())
      if (axes.length < mostAxes) axes.push({ name, feature: feature + k, ...scaling(encoder, k) });
    feature += encoderWidth(encoder);
  }
  return axes;
}

function scaling(encoder: Encoder, k: number): Pick<Axis, "mean" | "deviation"> {
  if (encoder.kind === "number") return { mean: encoder.mean, deviation: encoder.deviation };
  if (encoder.kind !== "block") throw new Error(`a ${encoder.kind} feature has no scale`);
  const { scale, mean, deviation } = encoder;
  return { mean: (mean?.[k] ?? 0) / scale, deviation: (deviation?.[k] ?? 1) / scale };
}

/** The block that is an image, or number columns that are the pixels of a square one: `pixel_3`, `p12`, `7_2`. */
export function pixelsOf(
  encoders: readonly Encoder[],
): { readonly from: number; readonly image: ImageLayout } | undefined {
  let from = 0;
  for (const encoder of encoders) {
    if (encoder.kind === "block" && encoder.image) return { from, image: encoder.image };
    from += encoderWidth(encoder);
  }
  const side = Math.sqrt(encoders.length);
  if (side < 4 || !Number.isInteger(side)) return undefined;
  const stems = new Set(
    encoders.map((encoder) => (encoder.kind === "number" ? encoder.column.replace(/\d+/g, "#") : "")),
  );
  if (stems.size !== 1 || !stems.values().next().value?.includes("#")) return undefined;
  return { from: 0, image: { height: side, width: side, channels: 1, order: "planar" } };
}

/** Up to `most` of the numbers below `length`, evenly spaced. */
export function evenly(length: number, most: number): Int32Array {
  const count = Math.min(length, most);
  return Int32Array.from({ length: count }, (_, k) => Math.floor((k * length) / count));
}

function columnMeans(n: number, d: number, value: (row: number, feature: number) => number): Float64Array {
  const means = new Float64Array(d);
  for (let row = 0; row < n; row++) for (let k = 0; k < d; k++) means[k] += value(row, k) / n;
  return means;
}

/**
 * The two axes that tell the classes apart best, by the share of their variance that lies between the classes:
 * Σ_c n_c (mean_c − mean)² / Σ_i (x_i − mean)².
 */
function separating(
  axes: readonly Float64Array[],
  targets: ArrayLike<number>,
  rows: ArrayLike<number>,
): readonly [number, number] {
  const shares = axes.map((values, index) => ({ index, share: shareBetween(values, targets, rows) }));
  const [first, second] = shares.sort((a, b) => b.share - a.share || a.index - b.index);
  return second ? [first.index, second.index] : [0, 0];
}

function shareBetween(values: Float64Array, targets: ArrayLike<number>, rows: ArrayLike<number>): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const groups = new Map<number, { n: number; sum: number }>();
  let total = 0;
  for (const [k, value] of values.entries()) {
    const group = groups.get(targets[rows[k]]) ?? { n: 0, sum: 0 };
    groups.set(targets[rows[k]], group);
    group.n++;
    group.sum += value - mean;
    total += (value - mean) ** 2;
  }
  let between = 0;
  for (const { n, sum } of groups.values()) between += sum ** 2 / n;
  return total > 0 ? between / total : 0;
}
