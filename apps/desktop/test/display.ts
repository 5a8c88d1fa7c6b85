import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** A display to open windows on, e.g. `:7`. */
export interface Display {
  readonly name: string;
  /** How many colors are on the screen now; undefined where the display is not our own. */
  colors?(): number;
  close(): void;
}

/** An Xvfb of our own on a free number, or the machine's own display; undefined where there is neither. */
export async function openDisplay(): Promise<Display | undefined> {
  if (process.platform !== "linux") return { name: "", close() {} };
  const folder = mkdtempSync(join(tmpdir(), "display-"));
  const xvfb = spawn(
    "Xvfb",
    ["-displayfd", "3", "-screen", "0", "1920x1200x24", "-fbdir", folder, "-nolisten", "tcp"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const number = await displayNumber(xvfb);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (number !== undefined)
    return {
      name: `:${number}`,
      colors: () => colorsIn(readFileSync(join(folder, "Xvfb_screen0"))),
      close: () => {
        xvfb.kill();
        remove();
      },
    };
  remove();
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

/** Xvfb keeps its screen as an XWD file: a header and a table of colors, then 4 bytes a pixel. */
function colorsIn(screen: Buffer): number {
  const [headerSize, tableSize] = [screen.readUInt32BE(0), 12 * screen.readUInt32BE(4 * 19)];
  const pixels = screen.subarray(headerSize + tableSize);
  return new Set(new Uint32Array(Uint8Array.from(pixels).buffer, 0, pixels.length >> 2)).size;
}
