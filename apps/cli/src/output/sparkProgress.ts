import type { WriteStream } from "node:tty";
import type { SparkProgress } from "@softmax/spark";
import { live } from "./live.js";
import { byteSize, count, duration, plural } from "./numbers.js";
import { type Style, styleOf } from "./style.js";
import { displayWidth } from "./width.js";

interface JobProgress {
  show(progress: SparkProgress): void;
  /** A sentence in between, which stays. */
  note(sentence: string): void;
  close(): void;
}

type Terminal = Pick<WriteStream, "write" | "columns"> & Partial<WriteStream>;

/** A live line on a terminal, a line for each thing that Spark does anywhere else, nothing where it is to be quiet. */
export function sparkProgress(stream: Terminal, quiet = false): JobProgress {
  if (quiet) return { show() {}, note() {}, close() {} };
  return stream.isTTY && process.env.TERM !== "dumb" ? liveProgress(stream) : plainProgress(stream);
}

function plainProgress(stream: Terminal): JobProgress {
  let doing = "";
  const say = (line: string) => stream.write(`Spark: ${line}\n`);
  return {
    show({ step }) {
      if (step !== doing) say(step);
      doing = step;
    },
    note: say,
    close() {},
  };
}

/** Spark reports every two seconds; the clock goes on in between. */
const drawMilliseconds = 200;

function liveProgress(stream: Terminal): JobProgress {
  const look = styleOf(stream);
  const screen = live(stream);
  const started = performance.now();
  let latest: SparkProgress | undefined;
  let note = "";
  const draw = () => {
    const seconds = (performance.now() - started) / 1000;
    const line = statusLine(latest, seconds, stream.columns - 1, look);
    screen.draw([line, ...(note === "" ? [] : [look.yellow(note)])]);
  };
  const clock = setInterval(draw, drawMilliseconds);
  draw();
  return {
    show(progress) {
      latest = progress;
    },
    note(sentence) {
      note = sentence;
      draw();
    },
    close() {
      clearInterval(clock);
      screen.draw([]);
      screen.close();
    },
  };
}

/** `Spark: fitting · 128 of 130 tasks, 2 running · 84 MB read · 5.2 s`, as much of it as fits. */
function statusLine(
  progress: SparkProgress | undefined,
  seconds: number,
  columns: number,
  look: Style,
): string {
  const facts = [progress ? progress.step : "connecting", duration(seconds)];
  if (progress && progress.tasks > 0) facts.splice(1, 0, tasksText(progress));
  if (progress && progress.bytesRead > 0) facts.splice(-1, 0, `${byteSize(progress.bytesRead)} read`);
  const text = () => `Spark: ${facts.join(look.dim(" · "))}`;
  while (facts.length > 1 && displayWidth(text()) > columns) facts.splice(-2, 1);
  return text();
}

const tasksText = ({ completedTasks, tasks, runningTasks }: SparkProgress): string =>
  `${count(completedTasks)} of ${plural(tasks, "task")}${runningTasks > 0 ? `, ${count(runningTasks)} running` : ""}`;
