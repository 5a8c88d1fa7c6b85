import { DataError, type ImageLayout } from "./dataset.js";
import type { BlockEncoder, Encoder, NumberEncoder, OneHotEncoder, TextEncoder } from "./encoder.js";

/** Encoders in two halves that a model file can hold: plain JSON, and named float64 arrays. */
export interface PackedEncoders {
  /** One object an encoder; safe for `JSON.stringify`. */
  readonly json: readonly unknown[];
  /** `<index>.idf`, `<index>.mean`, `<index>.deviation` of the encoder with that index. */
  readonly arrays: Readonly<Record<string, Float64Array>>;
}

/**
 * Takes encoders apart for storage; `unpackEncoders` puts them together again, bit for bit.
 *
 * @example
 * const { json, arrays } = packEncoders([{ kind: "one-hot", column: "color", categories: ["blue", "red"] }]);
 * unpackEncoders(JSON.parse(JSON.stringify(json)), arrays)[0].categories; // ["blue", "red"]
 */
export function packEncoders(encoders: readonly Encoder[]): PackedEncoders {
  const arrays: Record<string, Float64Array> = {};
  const json = encoders.map((encoder, e) => {
    const fields = Object.entries(encoder).filter(([, value]) => value !== undefined);
    for (const [name, value] of fields) if (value instanceof Float64Array) arrays[`${e}.${name}`] = value;
    return Object.fromEntries(fields.filter(([, value]) => !(value instanceof Float64Array)));
  });
  return { json, arrays };
}

/**
 * Puts stored encoders together and checks every part of them: a model file may come from anywhere.
 *
 * @throws DataError that names the encoder and the field, what was found and what was expected
 */
export function unpackEncoders(json: unknown, arrays: Readonly<Record<string, Float64Array>>): Encoder[] {
  if (!Array.isArray(json)) throw new DataError(`encoders: found ${show(json)}, expected a list`);
  return json.map((item: unknown, e) => {
    if (typeof item !== "object" || item === null) return fail(e, "encoder", item, "an object");
    const fields = item as Record<string, unknown>;
    const kind = String(fields.kind);
    if (!Object.hasOwn(READERS, kind)) return fail(e, "kind", fields.kind, "number, one-hot, text or block");
    return READERS[kind as Encoder["kind"]](e, fields, arrays);
  });
}

type Arrays = Readonly<Record<string, Float64Array>>;
type Reader<E extends Encoder> = (e: number, fields: Record<string, unknown>, arrays: Arrays) => E;

const readNumber: Reader<NumberEncoder> = (e, fields) => ({
  kind: "number",
  column: text(e, fields, "column"),
  median: finite(e, fields, "median"),
  mean: finite(e, fields, "mean"),
  deviation: positive(e, fields, "deviation"),
});

const readOneHot: Reader<OneHotEncoder> = (e, fields) => ({
  kind: "one-hot",
  column: text(e, fields, "column"),
  categories: distinctTexts(e, fields, "categories"),
});

const readText: Reader<TextEncoder> = (e, fields, arrays) => {
  const { method, ngrams, buckets } = fields;
  if (ngrams !== 1 && ngrams !== 2) return fail(e, "ngrams", ngrams, "1 or 2");
  const column = text(e, fields, "column");
  if (method === "hashing") {
    if (
      !Number.isInteger(buckets) ||
      (buckets as number) < 1 ||
      (buckets as number) > 2 ** 30 ||
      Math.log2(buckets as number) % 1 !== 0
    )
      return fail(e, "buckets", buckets, "a power of two up to 2³⁰");
    return { kind: "text", column, method, buckets: buckets as number, ngrams };
  }
  if (method !== "tf-idf") return fail(e, "method", method, "tf-idf or hashing");
  const vocabulary = distinctTexts(e, fields, "vocabulary");
  return {
    kind: "text",
    column,
    method,
    vocabulary,
    idf: array(e, arrays, "idf", vocabulary.length),
    ngrams,
  };
};

const readBlock: Reader<BlockEncoder> = (e, fields, arrays) => {
  const nFeatures = fields.nFeatures as number;
  if (!Number.isInteger(nFeatures) || nFeatures < 0) return fail(e, "nFeatures", nFeatures, "a whole number");
  const block = {
    kind: "block",
    column: text(e, fields, "column"),
    nFeatures,
    ...(fields.image === undefined ? {} : { image: imageLayout(e, fields.image, nFeatures) }),
    scale: finite(e, fields, "scale"),
  } as const;
  const featureNames =
    fields.featureNames === undefined ? undefined : distinctTexts(e, fields, "featureNames");
  if (featureNames && featureNames.length !== nFeatures)
    return fail(e, "featureNames", `${featureNames.length} names`, `${nFeatures}`);
  const named = featureNames ? { ...block, featureNames } : block;
  if (!Object.hasOwn(arrays, `${e}.mean`)) return named;
  const deviation = array(e, arrays, "deviation", nFeatures);
  const flat = deviation.find((s) => !(s > 0));
  if (flat !== undefined) return fail(e, "deviation", flat, "numbers above 0");
  return { ...named, mean: array(e, arrays, "mean", nFeatures), deviation };
};

function imageLayout(e: number, value: unknown, nFeatures: number): ImageLayout {
  const { height, width, channels, order } = (value ?? {}) as Partial<ImageLayout>;
  const sizes = [height, width, channels].every(Number.isInteger) && height! * width! * channels!;
  if (sizes !== nFeatures || height! < 1 || width! < 1 || (order !== "planar" && order !== "interleaved"))
    return fail(e, "image", value, `height · width · channels = ${nFeatures}, planar or interleaved`);
  return { height: height!, width: width!, channels: channels!, order };
}

const READERS = { number: readNumber, "one-hot": readOneHot, text: readText, block: readBlock };

function text(e: number, fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : fail(e, name, value, "a string");
}

function finite(e: number, fields: Record<string, unknown>, name: string): number {
  const value = fields[name];
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : fail(e, name, value, "a finite number");
}

function positive(e: number, fields: Record<string, unknown>, name: string): number {
  const value = finite(e, fields, name);
  return value > 0 ? value : fail(e, name, value, "a number above 0");
}

function distinctTexts(e: number, fields: Record<string, unknown>, name: string): string[] {
  const value = fields[name];
  const texts =
    Array.isArray(value) && value.every((item) => typeof item === "string") ? (value as string[]) : undefined;
  return texts && new Set(texts).size === texts.length
    ? texts
    : fail(e, name, value, "a list of distinct strings");
}

function array(e: number, arrays: Arrays, name: string, length: number): Float64Array {
  const values = Object.hasOwn(arrays, `${e}.${name}`) ? arrays[`${e}.${name}`] : undefined;
  if (values?.length !== length)
    return fail(e, name, values && `${values.length} numbers`, `${length} numbers`);
  return values.every(Number.isFinite)
    ? values
    : fail(e, name, "numbers that are not finite", "finite numbers");
}

function fail(e: number, name: string, found: unknown, expected: string): never {
  throw new DataError(`encoder ${e}: ${name} is ${show(found)}; expected ${expected}`);
}

function show(value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value);
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
}
