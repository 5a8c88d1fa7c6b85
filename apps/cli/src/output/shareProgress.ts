import type { WriteStream } from "node:tty";
import { live } from "./live.js";
import { moments } from "./moments.js";
import { byteSize, count, duration, plural } from "./numbers.js";
import { progressBar } from "./progressBar.js";
import { styleOf } from "./style.js";
import { displayWidth, printable, truncate } from "./width.js";

/** How far a task is whose length is known. */
export interface Share {
  /** `encoding big.parquet` */
  readonly doing: string;
  /** What is done, of how much. */
  readonly done: number;
  readonly total: number;
  readonly unit: "bytes" | "rows";
}

export interface ShareProgress {
  show(share: Share): void;
  /** A sentence in between, which stays. */
  note(sentence: string): void;
  close(): void;
}

type Terminal = Pick<WriteStream, "write" | "columns"> & Partial<WriteStream>;

/** A live line on a terminal, a line at 1, 3, 10, 30 … seconds anywhere else. */
export function shareProgress(stream: Terminal): ShareProgress {
  const facts = pacedFacts();
  return stream.isTTY && process.env.TERM !== "dumb" ? liveShare(stream, facts) : plainShare(stream, facts);
}

type Facts = (share: Share) => string[];

/** What is said: share, bytes, and the time left by the pace of this task so far. */
function pacedFacts(): Facts {
  let [doing, startedAt] = ["", 0];
  return (share) => {
    if (share.doing !== doing) [doing, startedAt] = [share.doing, performance.now()];
    const seconds = (performance.now() - startedAt) / 1000;
    const left =
      share.done > 0 && seconds >= 1 ? (seconds * (share.total - share.done)) / share.done : undefined;
    return [
      `${Math.floor((100 * share.done) / Math.max(1, share.total))} %`,
      amount(share),
      ...(left === undefined ? [] : [`${duration(left)} left`]),
    ];
  };
}

const amount = ({ done, total, unit }: Share): string =>
  unit === "bytes"
    ? `${byteSize(done)} of ${byteSize(total)}`
    : `${count(Math.floor(done))} of ${plural(total, "row")}`;

function plainShare(stream: Terminal, facts: Facts): ShareProgress {
  const startedAt = performance.now();
  const isMoment = moments();
  const say = (line: string) => stream.write(`${line}\n`);
  return {
    show(share) {
      const seconds = (performance.now() - startedAt) / 1000;
      const said = facts(share);
      if (isMoment(seconds)) say(`${printable(share.doing)}: ${said.join(", ")}`);
    },
    note: say,
    close() {},
  };
}

const drawMilliseconds = 66;

function liveShare(stream: Terminal, facts: Facts): ShareProgress {
  const look = styleOf(stream);
  const screen = live(stream);
  let drawnAt = Number.NEGATIVE_INFINITY;
  let shown: string[] = [];
  return {
    show(share) {
      const said = facts(share).join(look.dim(" · "));
      if (performance.now() - drawnAt < drawMilliseconds) return;
      drawnAt = performance.now();
      const columns = Math.min(stream.columns - 1, 100);
      const doing = truncate(printable(share.doing), Math.max(10, columns - displayWidth(said) - 2));
      const room = Math.min(30, columns - displayWidth(doing) - displayWidth(said) - 2);
      const bar = room < 8 ? "" : `${progressBar(share.done / Math.max(1, share.total), room, look)} `;
      shown = [`${doing} ${bar}${said}`];
      screen.draw(shown);
    },
    note(sentence) {
      screen.draw([]);
      stream.write(`${sentence}\n`);
      screen.draw(shown);
    },
    close() {
      screen.draw([]);
      screen.close();
    },
  };
}

/** Shows nothing. */
export const silentShare: ShareProgress = { show() {}, note() {}, close() {} };
