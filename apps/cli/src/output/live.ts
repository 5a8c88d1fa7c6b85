import type { WriteStream } from "node:tty";
import { displayWidth } from "./width.js";

/** Lines at the bottom of a terminal that are written over again and again. */
export interface Live {
  /** Replaces what is shown. A line that is too long for the terminal is left out, since it would wrap. */
  draw(lines: readonly string[]): void;
  /** Leaves what is shown where it is and gives the terminal back as it was. */
  close(): void;
}

const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";
/** Terminals that know it show what comes between as a whole; the others pass it over. */
const [beginFrame, endFrame] = ["\x1b[?2026h", "\x1b[?2026l"];

export function live(stream: Pick<WriteStream, "write" | "columns">): Live {
  let shown: readonly string[] = [];
  const restore = () => stream.write(showCursor);

  return {
    draw(lines) {
      if (shown.length === 0) {
        process.once("exit", restore);
        stream.write(hideCursor);
      }
      const up = heightOf(shown, stream.columns);
      const fitting = lines.filter((line) => displayWidth(line) < stream.columns);
      const body = fitting.map((line) => `${line}\x1b[K\n`).join("");
      stream.write(`${beginFrame}${up > 0 ? `\x1b[${up}A` : ""}\r${body}\x1b[J${endFrame}`);
      shown = fitting;
    },
    close() {
      process.removeListener("exit", restore);
      if (shown.length > 0) restore();
      shown = [];
    },
  };
}

/** Rows that lines take in a terminal, which may have become narrower since they were written. */
const heightOf = (lines: readonly string[], columns: number): number =>
  lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(displayWidth(line) / columns)), 0);
