import { DataError } from "@softmax/datasets";
import { crc32 } from "@softmax/tensor-core";
import type { StartEvent, TrainResult } from "../events.js";
import type { RunOptions } from "../runConfig.js";
import { hexadecimal } from "../sealed.js";
import { isRecord } from "../storedJson.js";

/** Where a run's data came from, so that it can be read again. */
export interface RunSource {
  readonly data: string;
  readonly test?: string;
  /** How the files were read, in the words of whoever read them. */
  readonly reading?: object;
  /** Bytes that the process was to keep within, where rows were read block by block. */
  readonly memory?: number;
}

/** What `run.json` holds. */
export interface RunRecord {
  readonly formatVersion: 1;
  readonly startedAt: string;
  readonly source: RunSource;
  readonly options: RunOptions;
  readonly start?: Omit<StartEvent, "type">;
  /** Absent while training goes on, or after it was interrupted. */
  readonly result?: RunSummary;
}

/** A result without its model. */
export type RunSummary = Omit<TrainResult, "model" | "config">;

/**
 * A record as JSON to be read by people too, the last line but one being its checksum: that of the compact JSON of all the
 * rest. Who changes the file by hand takes that line out.
 */
export function runText(record: RunRecord): string {
  return `${JSON.stringify({ ...record, crc32: checksumOf(record) }, null, 2)}\n`;
}

/**
 * The record that a text holds, which may be damaged or come from anywhere.
 *
 * @param place the file's path, which begins every error
 * @throws DataError that says what was found and what was expected
 */
export function parseRun(text: string, place: string): RunRecord {
  const json = parseJson(text, place);
  const { crc32: written, ...record } = isRecord(json) ? json : {};
  if (record.formatVersion !== 1)
    throw new DataError(`${place}: formatVersion is ${show(record.formatVersion)}; this program reads 1`);
  if (written !== undefined && written !== checksumOf(record))
    throw new DataError(
      `${place}: the checksum of the content is ${checksumOf(record)}; expected ${show(written)}, as its "crc32" says (the file was damaged, or changed by who left the checksum as it was)`,
    );
  for (const [path, isSo, expected] of shape) {
    const found = path
      .split(".")
      .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), record);
    if (!isSo(found, record))
      throw new DataError(`${place}: ${path} is ${show(found)}; expected ${expected}`);
  }
  return record as unknown as RunRecord;
}

type Check = (found: unknown, record: Record<string, unknown>) => boolean;

const isText: Check = (found) => typeof found === "string";
const isTextOrAbsent: Check = (found) => found === undefined || typeof found === "string";
const isObjectOrAbsent: Check = (found) => found === undefined || isRecord(found);
const isNumberOrAbsent: Check = (found) => found === undefined || isNumber(found, {});
const isNumber: Check = (found) => typeof found === "number";
const isList: Check = (found) => Array.isArray(found);

/** As the check says, where this part of the record is there. */
const within =
  (part: string, check: Check): Check =>
  (found, record) =>
    record[part] === undefined || check(found, record);

/** What those who read a record rely on. */
const shape: readonly (readonly [path: string, check: Check, expected: string])[] = [
  ["startedAt", isText, "a time"],
  ["source", isRecord, "an object"],
  ["source.data", isText, "a path or a name"],
  ["source.test", isTextOrAbsent, "a path or a name"],
  ["source.reading", isObjectOrAbsent, "an object"],
  ["source.memory", isNumberOrAbsent, "bytes"],
  ["options", isRecord, "an object"],
  ["start", isObjectOrAbsent, "an object"],
  ["start.config", within("start", isRecord), "an object"],
  ["start.classes", within("start", isList), "a list"],
  ["result", isObjectOrAbsent, "an object"],
  ["result.status", within("result", isText), "a status"],
  ["result.message", within("result", isText), "a sentence"],
  ["result.steps", within("result", isNumber), "a number"],
  ["result.objective", within("result", isRecord), "an object"],
  ["result.certificate", within("result", isRecord), "an object"],
  ["result.train", within("result", isRecord), "an object"],
];

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${place}: not JSON: ${(cause as Error).message}`, { cause });
  }
}

const checksumOf = (record: object): string =>
  hexadecimal(crc32(new TextEncoder().encode(JSON.stringify(record))));

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
