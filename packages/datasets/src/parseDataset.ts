import { parseNpy, parseNpz } from "./arrays.js";
import { parseCifar10 } from "./cifar.js";
import { type CsvOptions, parseCsv } from "./csv.js";
import { DataError, type Dataset } from "./dataset.js";
import { gunzip, isGzip, type NamedBytes } from "./gunzip.js";
import { parseIdx } from "./idx.js";
import { parseNdjson } from "./ndjson.js";
import { parseParquet } from "./parquet.js";
import { parseSvmlight } from "./svmlight.js";

/** How to read; each option concerns some formats only. */
export interface ParseOptions extends Pick<CsvOptions, "delimiter" | "header"> {
  /** svmlight: whether the first feature has index 0; default false. */
  readonly zeroBased?: boolean;
  /** Hears a sentence about what was passed over. */
  readonly onWarning?: (sentence: string) => void;
}

export type DataFormat =
  | "csv"
  | "tsv"
  | "ndjson"
  | "parquet"
  | "svmlight"
  | "idx"
  | "cifar10"
  | "npy"
  | "npz";

/**
 * Reads the bytes of one file in whatever format they are, gzip-compressed or not.
 *
 * @param file the bytes and the file's name, which errors mention and whose ending tells the format
 * @throws DataError where the bytes are not what their format says
 * @example
 * const file = new File(["x,label\n1,a\n2,b\n"], "points.csv"); // as from <input type="file">
 * const data = await parseDataset({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
 * data.nSamples; // 2
 */
export async function parseDataset(file: NamedBytes, options: ParseOptions = {}): Promise<Dataset> {
  if (isGzip(file.bytes))
    return parseDataset({ name: file.name.replace(/\.gz$/i, ""), bytes: await gunzip(file) }, options);
  const { name, bytes } = file;
  const format = dataFormat(file);
  switch (format) {
    case "ndjson":
      return parseNdjson(bytes, { name });
    case "parquet":
      return parseParquet(bytes, { name });
    case "npy":
      return parseNpy(bytes, { name });
    case "npz":
      return parseNpz(bytes, { name });
    case "svmlight":
      return parseSvmlight(bytes, { ...options, name });
    case "idx":
      return parseIdx(bytes, { name });
    case "cifar10":
      return parseCifar10([file], { name });
    default:
      return parseCsv(bytes, csvOptions(file, format, options));
  }
}

const ENDINGS: readonly (readonly [RegExp, DataFormat])[] = [
  [/\.csv$/i, "csv"],
  [/\.(tsv|tab)$/i, "tsv"],
  [/\.(ndjson|jsonl)$/i, "ndjson"],
  [/\.parquet$/i, "parquet"],
  [/\.(svm|svmlight|libsvm)$/i, "svmlight"],
  [/(\.idx|[-.]idx\d-ubyte|-ubyte)$/i, "idx"],
  [/\.npy$/i, "npy"],
  [/\.npz$/i, "npz"],
  [/\.bin$/i, "cifar10"],
];

const MAGIC: readonly (readonly [readonly number[], DataFormat])[] = [
  [[0x50, 0x41, 0x52, 0x31], "parquet"],
  [[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], "npy"],
  [[0x50, 0x4b, 0x03, 0x04], "npz"],
  [[0, 0, 8], "idx"],
];

/** The format by the name's ending, or else by the first bytes: any other text is taken for CSV. */
export function dataFormat({ name, bytes }: NamedBytes): DataFormat {
  const byName = ENDINGS.find(([ending]) => ending.test(name));
  if (byName) return byName[1];
  const byMagic = MAGIC.find(([magic]) => magic.every((byte, k) => bytes[k] === byte));
  if (byMagic) return byMagic[1];
  const start = new TextDecoder().decode(bytes.subarray(0, 4096));
  if (/^\s*\{\s*"/.test(start)) return "ndjson";
  return /^[+-]?\d+(\.\d+)?([ \t]+\d+:\S+)+[ \t]*(#.*)?$/m.test(start) ? "svmlight" : "csv";
}

/**
 * How to read a file that begins with these bytes as delimited text.
 *
 * @throws DataError where it is not text
 */
export function csvOptions(head: NamedBytes, format: "csv" | "tsv", options: ParseOptions): CsvOptions {
  if (format === "csv") refuseBinary(head);
  const delimiter = options.delimiter ?? (format === "tsv" ? "\t" : undefined);
  return { name: head.name, delimiter, header: options.header };
}

/** Text has no zero bytes, unless it is UTF-16 and begins with a byte order mark. */
function refuseBinary({ name, bytes }: NamedBytes): void {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!marked && bytes.subarray(0, 4096).includes(0))
    throw new DataError(
      `${name}: neither text nor a known format; expected CSV, TSV, NDJSON, Parquet, svmlight, IDX, CIFAR-10, npy or npz`,
    );
}

/** Whether a file of this name is read as data when it lies in a folder. */
export const isDataFile = (name: string): boolean =>
  ENDINGS.some(([ending]) => ending.test(name.replace(/\.gz$/i, "")));
