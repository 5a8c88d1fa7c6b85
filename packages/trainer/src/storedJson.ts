import { FormatError } from "@softmax/tensor-core";

/** Where a file keeps its description, and which one this program reads. */
export interface StoredJson {
  /** Begins every error: the function that decodes. */
  readonly place: string;
  /** Of the metadata. */
  readonly key: string;
  /** What the file is not, where the key is missing. */
  readonly what: string;
  readonly formatVersion: number;
}

/**
 * The JSON object that a file holds in its metadata, of the version that this program reads.
 *
 * @throws FormatError that says what was found and what was expected.
 */
export function parseStoredJson(
  metadata: Readonly<Record<string, string>>,
  { place, key, what, formatVersion }: StoredJson,
): Record<string, unknown> {
  const text = metadata[key];
  if (text === undefined)
    throw new FormatError(`${place}: the metadata has no "${key}"; this is not ${what}`);
  const json = parseJson(text, `${place}: the metadata "${key}" is not JSON`);
  if (!isRecord(json)) throw new FormatError(`${place}: the metadata "${key}" is not a JSON object`);
  if (json.formatVersion !== formatVersion)
    throw new FormatError(
      `${place}: the format's version is ${JSON.stringify(json.formatVersion)}; this program reads ${formatVersion}`,
    );
  return json;
}

function parseJson(text: string, problem: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError(`${problem}: ${(cause as Error).message}`, { cause });
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
