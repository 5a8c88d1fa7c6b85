import type { Model } from "@softmax/trainer";
import { type Relation, read } from "./relations.js";
import { SparkError } from "./sparkError.js";

/** Data that the cluster can read. */
export interface SparkSource {
  /** Files, folders or patterns, as Spark's executors see them: `s3a://bucket/data/*.parquet`. */
  readonly path: string | readonly string[];
  /** Default: by the ending of the first path, before any compression's. */
  readonly format?: SparkFormat;
  /** Options of Spark's reader for the format, such as `delimiter`; added to those that make it read as we do. */
  readonly options?: Readonly<Record<string, string>>;
}

export type SparkFormat = "parquet" | "csv" | "json" | "libsvm";

/** A path alone is a source, too. */
export type SparkSourceLike = SparkSource | string | readonly string[];

/** A source with nothing left open. */
export interface ResolvedSource {
  readonly name: string;
  readonly format: SparkFormat;
  readonly relation: Relation;
  /** The same files as lines of text, in a column `value`. */
  readonly lines: Relation;
}

const BY_ENDING: Readonly<Record<string, SparkFormat>> = {
  parquet: "parquet",
  csv: "csv",
  tsv: "csv",
  json: "json",
  jsonl: "json",
  ndjson: "json",
  libsvm: "libsvm",
  svm: "libsvm",
  svmlight: "libsvm",
};

/** CSV as RFC 4180 has it; a field that cannot be read ends the job instead of becoming a gap. */
const CSV_OPTIONS = {
  header: "true",
  inferSchema: "false",
  escape: '"',
  mode: "FAILFAST",
  ignoreLeadingWhiteSpace: "true",
  ignoreTrailingWhiteSpace: "true",
};

/**
 * Where the data are and how they are read.
 *
 * @param model What is applied to them; of sparse rows it tells how many features there are.
 * @throws SparkError where there is no path, or its format cannot be told
 */
export function resolveSource(source: SparkSourceLike, model?: Pick<Model, "encoders">): ResolvedSource {
  const {
    path,
    format,
    options = {},
  } = typeof source === "string" || Array.isArray(source) ? { path: source } : (source as SparkSource);
  const paths = typeof path === "string" ? [path] : [...path];
  if (paths.length === 0 || paths.includes(""))
    throw new SparkError("source: found no path; expected at least one");
  const known = format ?? formatOf(paths[0]);
  return {
    name: paths.length === 1 ? paths[0] : `${paths[0]} and ${paths.length - 1} more`,
    format: known,
    lines: read("text", paths, {}),
    relation: read(known, paths, { ...ownOptions(known, paths[0], model), ...options }),
  };
}

function ownOptions(
  format: SparkFormat,
  path: string,
  model: Pick<Model, "encoders"> | undefined,
): Record<string, string> {
  if (format === "csv") return endingOf(path) === "tsv" ? { ...CSV_OPTIONS, delimiter: "\t" } : CSV_OPTIONS;
  if (format === "json") return { mode: "FAILFAST" };
  const block = model?.encoders.find(({ kind }) => kind === "block");
  return format === "libsvm" && block?.kind === "block" ? { numFeatures: String(block.nFeatures) } : {};
}

function formatOf(path: string): SparkFormat {
  const ending = endingOf(path);
  if (Object.hasOwn(BY_ENDING, ending)) return BY_ENDING[ending];
  throw new SparkError(
    `source: the ending of "${path}" tells no format; expected .parquet, .csv, .json or .libsvm, as in "folder/*.parquet"`,
  );
}

/** `csv` of `s3a://bucket/*.csv.gz`. */
const endingOf = (path: string): string =>
  path
    .replace(/\/+$/, "")
    .replace(/\.(gz|bz2|zst|lz4|snappy|deflate)$/i, "")
    .split(".")
    .at(-1)!
    .toLowerCase();
