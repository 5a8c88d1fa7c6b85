import { featureCount, packEncoders, unpackEncoders } from "@softmax/datasets/encoders";
import {
  type BlockLayout,
  type BlockSize,
  decodeSafetensors,
  encodeSafetensors,
  FormatError,
  type StoredArray,
} from "@softmax/tensor-core";
import type { BlockedPart, BlocksHead, ClassWeights, PartName } from "../../blocks/blocks.js";
import { areClasses } from "../../modelFile.js";
import { isRecord, parseStoredJson } from "../../storedJson.js";

/** A block of the file. */
export interface BlockEntry extends BlockSize {
  readonly part: PartName;
  /** CRC-32 of its bytes. */
  readonly checksum: number;
}

/** What a block file ends with: the head, and its blocks in the order in which they lie. */
export interface BlockFooter {
  readonly head: Omit<BlocksHead, "parts">;
  readonly entries: readonly BlockEntry[];
}

/** Another one whenever what blocks hold, or how they are encoded, changes. */
export const formatVersion = 1;
const stored = { place: "blocks", key: "softmax.blocks", what: "a file of encoded rows", formatVersion };
const partNames: readonly PartName[] = ["train", "validation", "test"];
const prefix = "encoders.";

/** The footer as .safetensors: `blocks` [k, 4] are part, rows, entries and checksum of each block. */
export function encodeFooter({ head, entries }: BlockFooter): Uint8Array {
  const { encoders, ...rest } = head;
  const packed = packEncoders(encoders);
  const table = entries.flatMap(({ part, nRows, nonzeros, checksum }) => [
    partNames.indexOf(part),
    nRows,
    nonzeros,
    checksum,
  ]);
  const tensors: Record<string, StoredArray> = {
    blocks: { dtype: "float64", shape: [entries.length, 4], data: Float64Array.from(table) },
  };
  for (const [name, data] of Object.entries(packed.arrays))
    tensors[prefix + name] = { dtype: "float64", shape: [data.length], data };
  const json = JSON.stringify({ formatVersion, ...rest, encoders: packed.json });
  return encodeSafetensors({ tensors, metadata: { [stored.key]: json } });
}

/**
 * Reads a footer, which may come from anywhere.
 *
 * @throws FormatError, or a DataError about an encoder, that says what was found and what was expected
 */
export function decodeFooter(bytes: Uint8Array): BlockFooter {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const json = parseStoredJson(metadata, stored);
  const classes = areClasses(json.classes) ? json.classes : fail("classes", json.classes);
  const layout = parseLayout(json.layout);
  const encoders = unpackEncoders(json.encoders, floatsOf(tensors));
  if (featureCount(encoders) !== layout.nColumns)
    fail("columns", layout.nColumns, `${featureCount(encoders)}, as the encoders have`);
  const head = {
    name: textOf(json, "name"),
    layout,
    precision: oneOf(json.precision, "precision", ["float32", "float64"] as const),
    label: textOf(json, "label"),
    classes,
    encoders,
    hasSampleWeights: json.hasSampleWeights === true,
    classWeights: parseClassWeights(json.classWeights, classes.length),
    warnings: parseTexts(json.warnings),
    fingerprint: textOf(json, "fingerprint"),
  };
  return { head, entries: parseEntries(tensors.blocks, layout) };
}

/** The blocks of each part, in their order. */
export function partsOf(entries: readonly BlockEntry[]): BlocksHead["parts"] {
  const part = (name: PartName): BlockedPart => {
    const blocks = entries.filter((entry) => entry.part === name);
    return { nRows: blocks.reduce((sum, { nRows }) => sum + nRows, 0), blocks };
  };
  const has = (name: PartName) => entries.some((entry) => entry.part === name);
  return {
    train: part("train"),
    ...(has("validation") && { validation: part("validation") }),
    ...(has("test") && { test: part("test") }),
  };
}

function parseLayout(value: unknown): BlockLayout {
  if (!isRecord(value)) return fail("layout", value, "an object");
  const { kind, stored, nColumns, scale } = value;
  return {
    kind: oneOf(kind, "kind", ["dense", "csr"] as const),
    stored: oneOf(stored, "stored", kind === "csr" ? FLOATS : ANY),
    nColumns: isCount(nColumns) ? nColumns : fail("nColumns", nColumns, "a count"),
    scale: isNumber(scale) ? scale : fail("scale", scale, "a number"),
  };
}

const FLOATS = ["float32", "float64"] as const;
const ANY = ["uint8", "float32", "float64"] as const;

function parseEntries(table: StoredArray | undefined, { kind }: BlockLayout): BlockEntry[] {
  if (!(table?.data instanceof Float64Array) || table.shape.length !== 2 || table.shape[1] !== 4)
    return fail("blocks", table && `${table.dtype} [${table.shape}]`, "float64 [k, 4]");
  const { data } = table;
  return Array.from({ length: table.shape[0] }, (_, k) => {
    const [part, nRows, nonzeros, checksum] = data.subarray(4 * k, 4 * k + 4);
    const isRight = isCount(nRows) && nRows > 0 && isCount(nonzeros) && (kind === "csr" || nonzeros === 0);
    if (!isRight || !(part in partNames)) fail(`block ${k}`, [part, nRows, nonzeros], "part, rows, entries");
    return { part: partNames[part], nRows, nonzeros, checksum };
  });
}

function parseClassWeights(value: unknown, nClasses: number): ClassWeights[] {
  const isRight = (each: unknown): each is ClassWeights =>
    isRecord(each) && [each.sum, each.least, each.most].every((x) => isNumber(x) && x >= 0);
  if (Array.isArray(value) && value.length === nClasses && value.every(isRight)) return value;
  return fail("classWeights", value, `sum, least and most for ${nClasses} classes`);
}

function parseTexts(value: unknown): string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  return fail("warnings", value, "a list of sentences");
}

function floatsOf(tensors: Readonly<Record<string, StoredArray>>): Record<string, Float64Array> {
  const named = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    named.map(([name, { data }]) => [
      name.slice(prefix.length),
      data instanceof Float64Array ? data : fail(name, data.constructor.name, "float64"),
    ]),
  );
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31;

function oneOf<T extends string>(value: unknown, name: string, allowed: readonly T[]): T {
  return allowed.find((each) => each === value) ?? fail(name, value, `one of ${allowed.join(", ")}`);
}

function textOf(json: Record<string, unknown>, name: string): string {
  const value = json[name];
  return typeof value === "string" ? value : fail(name, value, "a text");
}

function fail(name: string, found: unknown, expected = "a list of distinct labels"): never {
  const text = JSON.stringify(found) ?? "nothing";
  throw new FormatError(`blocks: ${name} is ${text.slice(0, 60)}; expected ${expected}`);
}
