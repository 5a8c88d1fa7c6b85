import { DataError } from "../dataset.js";

/** Says of a file that it cannot be read; a DataError has said it already. */
export function unreadable(path: string, cause: unknown): DataError {
  if (cause instanceof DataError) return cause;
  return new DataError(`${path}: ${(cause as Error).message}; expected a file that can be read`, { cause });
}

export const damagedGzip = (name: string, cause: unknown): DataError =>
  new DataError(`${name}: the gzip data is damaged or cut off: ${(cause as Error).message}`, { cause });
