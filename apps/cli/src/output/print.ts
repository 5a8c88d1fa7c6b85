import { once } from "node:events";
import type { WriteStream } from "node:tty";

/** Writes to stdout and waits until there is room for more. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

export const printLines = (lines: readonly string[]): Promise<void> => print(`${lines.join("\n")}\n`);

/** One JSON object, on one line; numbers that are not finite become null. */
export const printJson = (value: object): Promise<void> => print(`${JSON.stringify(value)}\n`);

/** Columns to lay text out for. */
export const widthOf = (stream: Partial<WriteStream>): number => stream.columns ?? 80;
