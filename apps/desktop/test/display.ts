import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** A display to open windows on, e.g. `:7`. */
export interface Display {
  readonly name: string;
  close(): void;
}

/** The machine's own display, or an Xvfb of our own on a free number; undefined where there is neither. */
export async function openDisplay(): Promise<Display | undefined> {
  if (process.platform !== "linux") return { name: "", close() {} };
  const xvfb = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await displayNumber(xvfb);
  if (number !== undefined) return { name: `:${number}`, close: () => xvfb.kill() };
  return process.env.DISPLAY ? { name: process.env.DISPLAY, close() {} } : undefined;
}

/** Xvfb writes the number it has taken; undefined where it cannot be started. */
function displayNumber(xvfb: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve) => {
    xvfb.on("error", () => resolve(undefined));
    xvfb.on("exit", () => resolve(undefined));
    (xvfb.stdio[3] as Readable).on("data", (text) => resolve(Number(String(text))));
  });
}
