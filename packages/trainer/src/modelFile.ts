import { type Label, packEncoders, unpackEncoders } from "@softmax/datasets/encoders";
import { FormatError, type Kernels, type StoredArray } from "@softmax/tensor-core";
import { createModel, type Model, type ModelParts, sizeMismatch } from "./classifier.js";
import { decodeSealed, encodeSealed } from "./sealed.js";
import { isRecord, parseStoredJson } from "./storedJson.js";

const formatVersion = 1;
const stored = { place: "decodeModel", key: "softmax", what: "a model of softmax", formatVersion };
const prefix = "encoders.";

/**
 * The bytes of a model file: one .safetensors with `weights` [C, d], `bias` [C], the arrays of the encoders
 * as `encoders.…`, and under the metadata key `softmax` a JSON string with everything else, sealed with a checksum
 * (`sealed.ts`). No time, path or duration: the same training gives the same bytes. Python reads it with the safetensors package.
 *
 * @throws RangeError where the sizes of weights, bias and classes do not match.
 * @example
 * const { model } = await fit(await loadDataset("iris"));
 * const again = decodeModel(encodeModel(model));
 * again.predict([[5.1, 3.5, 1.4, 0.2]]); // ["setosa"]
 */
export function encodeModel(model: ModelParts): Uint8Array {
  const { classes, label, encoders, weights, bias, link, training } = model;
  const packed = packEncoders(encoders);
  const nFeatures = weights.length / classes.length;
  const tensors: Record<string, StoredArray> = {
    weights: { dtype: "float64", shape: [classes.length, nFeatures], data: weights },
    bias: { dtype: "float64", shape: [classes.length], data: bias },
  };
  for (const [name, data] of Object.entries(packed.arrays))
    tensors[prefix + name] = { dtype: "float64", shape: [data.length], data };
  const description = { formatVersion, classes, label, link, encoders: packed.json, training };
  return encodeSealed({ tensors, metadata: { [stored.key]: JSON.stringify(description) } });
}

/**
 * Reads a model file, which may come from anywhere: its checksum and every part are verified before it is used.
 *
 * @param kernels The loops that the model multiplies with; default the plain ones, which run anywhere.
 * @throws FormatError, or a DataError about an encoder, that says what was found and what was expected.
 */
export function decodeModel(bytes: Uint8Array, kernels?: Kernels): Model {
  const { tensors, metadata } = decodeSealed(bytes, stored.place);
  const description = parseStoredJson(metadata, stored);
  const classes = parseClasses(description.classes);
  const encoders = unpackEncoders(description.encoders, encoderArrays(tensors));
  const weights = parseFloats(tensors, "weights", 2);
  const bias = parseFloats(tensors, "bias", 1);
  if (weights.shape[0] !== classes.length)
    fail(`weights are [${weights.shape}]; expected a row for each of the ${classes.length} classes`);
  const sizes = { classes, encoders, weights: weights.data, bias: bias.data };
  const mismatch = sizeMismatch(sizes);
  if (mismatch) fail(mismatch);
  return createModel(
    {
      ...sizes,
      label: typeof description.label === "string" ? description.label : undefined,
      link: parseLink(description.link),
      training: isRecord(description.training) ? description.training : {},
    },
    kernels,
  );
}

const parseClasses = (value: unknown): Label[] =>
  areClasses(value) ? value : fail("classes are expected as a list of distinct strings or numbers");

/** Whether a value from a file is a list of classes. */
export function areClasses(value: unknown): value is Label[] {
  const isLabel = (label: unknown) => typeof label === "string" || Number.isFinite(label);
  return (
    Array.isArray(value) && value.length > 0 && value.every(isLabel) && new Set(value).size === value.length
  );
}

function parseLink(value: unknown): ModelParts["link"] {
  if (value === "softmax" || value === "sigmoid") return value;
  return fail(`link is ${JSON.stringify(value)}; expected "softmax" or "sigmoid"`);
}

function parseFloats(tensors: Readonly<Record<string, StoredArray>>, name: string, rank: number) {
  const tensor = tensors[name];
  if (!tensor) return fail(`the tensor "${name}" is missing`);
  const { dtype, shape, data } = tensor;
  if (!(data instanceof Float64Array || data instanceof Float32Array) || shape.length !== rank)
    return fail(`${name} is ${dtype} [${shape}]; expected floats with ${rank} axes`);
  const stray = data.findIndex((value) => !Number.isFinite(value));
  if (stray !== -1) fail(`${name} holds ${data[stray]} at ${stray}; expected finite numbers`);
  return { shape, data: Float64Array.from(data) };
}

function encoderArrays(tensors: Readonly<Record<string, StoredArray>>): Record<string, Float64Array> {
  const arrays: Record<string, Float64Array> = {};
  for (const [name, { dtype, data }] of Object.entries(tensors)) {
    if (!name.startsWith(prefix)) continue;
    if (!(data instanceof Float64Array)) fail(`${name} is ${dtype}; expected float64`);
    arrays[name.slice(prefix.length)] = data;
  }
  return arrays;
}

function fail(sentence: string): never {
  throw new FormatError(`decodeModel: ${sentence}`);
}
