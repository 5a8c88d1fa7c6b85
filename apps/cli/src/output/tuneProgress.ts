import type { WriteStream } from "node:tty";
import type { TuneEvent } from "@softmax/trainer";
import { live } from "./live.js";
import { duration, plural, significant } from "./numbers.js";
import { progressBar } from "./progressBar.js";
import { styleOf } from "./style.js";

interface TuneProgress {
  show(event: TuneEvent): void;
  close(): void;
}

type Terminal = Pick<WriteStream, "write" | "columns"> & Partial<WriteStream>;

/** A bar on a terminal, a line a fold anywhere else, nothing where it is to be quiet. */
export function tuneProgress(stream: Terminal, name: string, quiet: boolean): TuneProgress {
  if (quiet) return { show() {}, close() {} };
  const isLive = stream.isTTY && process.env.TERM !== "dumb";
  const screen = live(stream);
  const style = styleOf(stream);
  let perFold = 1;
  return {
    show(event) {
      if (event.type === "start") {
        const { nSamples, folds, path, config } = event;
        perFold = path.length;
        stream.write(
          style.dim(
            `${name}: ${plural(nSamples, "row")} in ${folds} folds, ${plural(path.length, "penalty", "penalties")}; ${config.solver}`,
          ) + "\n",
        );
      } else if (event.type === "fit") {
        const { done, total, fold, penalty, seconds } = event;
        const left = (seconds / done) * (total - done);
        const facts = `fit ${done} of ${total} · fold ${fold + 1} · penalty ${significant(penalty, 2)} · ${duration(left)} left`;
        if (isLive) screen.draw([`${progressBar(done / total, 24, style)} ${facts}`]);
        else if (done % perFold === 0) stream.write(`${facts}\n`);
      } else if (isLive) screen.draw([""]);
    },
    close: () => screen.close(),
  };
}
