import type { WriteStream } from "node:tty";
import { live } from "./live.js";
import { styleOf } from "./style.js";
import { printable, truncate } from "./width.js";

type Terminal = Pick<WriteStream, "write" | "columns"> & Partial<WriteStream>;

/** Says on a terminal what is being done until it is done, and nothing anywhere else. */
export async function announce<T>(stream: Terminal, doing: string, task: () => Promise<T>): Promise<T> {
  if (!stream.isTTY || process.env.TERM === "dumb") return task();
  const line = live(stream);
  line.draw([styleOf(stream).dim(truncate(printable(`${doing} …`), stream.columns - 1))]);
  try {
    return await task();
  } finally {
    line.draw([]);
    line.close();
  }
}
