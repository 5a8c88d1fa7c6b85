import type { WriteStream } from "node:tty";
import type { BlocksEvent, EpochEvent, PassEvent, StartEvent, StepEvent } from "@softmax/trainer";
import { withFlagNames } from "../failure.js";
import { type Live, live } from "./live.js";
import { moments } from "./moments.js";
import { byteSize, count, duration, plural, significant } from "./numbers.js";
import { type Pace, pacer } from "./pace.js";
import { type Curve, plot } from "./plot.js";
import { progressBar } from "./progressBar.js";
import { type Series, series } from "./series.js";
import { type Style, styleOf } from "./style.js";
import { displayWidth, truncate } from "./width.js";

/** Shows a run while it goes on. */
export interface Progress {
  show(event: BlocksEvent): void;
  /** A sentence in between, which stays. */
  note(sentence: string): void;
  close(): void;
}

type Terminal = Pick<WriteStream, "write" | "columns" | "rows"> & Partial<WriteStream>;

/** A live curve on a terminal, a few plain lines anywhere else. */
export const progress = (stream: Terminal, name: string): Progress =>
  stream.isTTY && process.env.TERM !== "dumb" ? liveProgress(stream, name) : plainProgress(stream, name);

const paceOfRun = ({ config, resumedAt }: StartEvent) =>
  pacer({ ...config, stochastic: config.epochs !== undefined, startStep: resumedAt });

/** `digits: 1,438 rows × 64 features, 10 classes; newton` */
function introduction(name: string, { nSamples, nFeatures, classes, config }: StartEvent): string {
  const size = `${plural(nSamples.train, "row")} × ${plural(nFeatures, "feature")}`;
  return `${name}: ${size}, ${plural(classes.length, "class", "classes")}; ${config.solver}`;
}

/** Lines at 1, 3, 10, 30 … seconds, whatever the speed, and the ending. */
function plainProgress(stream: Terminal, name: string): Progress {
  const isMoment = moments();
  let paceOf = (_: StepEvent): Pace => ({ stepsPerSecond: 0 });
  const say = (line: string) => stream.write(`${line}\n`);
  return {
    show(event) {
      if (event.type === "start") {
        say(introduction(name, event));
        paceOf = paceOfRun(event);
      } else if (event.type === "step") {
        const pace = paceOf(event);
        if (isMoment(event.seconds)) say(factsOf(event, pace).join("  "));
      } else if (event.type === "pass") {
        if (isMoment(event.seconds)) say(`step ${count(event.step)}  ${passText(event)}`);
      } else if (event.type === "end") say(withFlagNames(event.result.message));
    },
    note: say,
    close() {},
  };
}

/** Of rows that are read block by block: `pass 15: 61 %, 2.10 GB/s, 0.8 s left`. */
function passText({ pass, rowsDone, rows, bytesPerSecond, secondsLeft }: PassEvent): string {
  const facts = [
    `${Math.floor((100 * rowsDone) / Math.max(1, rows))} %`,
    `${byteSize(bytesPerSecond)}/s`,
    `${duration(secondsLeft)} left`,
  ];
  return `pass ${count(pass)}: ${facts.join(", ")}`;
}

/** What a progress line says, the most important first. */
function factsOf(event: StepEvent | EpochEvent, pace: Pace): string[] {
  const { objective, gradientNorm, step, seconds } = event;
  return [
    `step ${count(step)}`,
    `objective ${significant(objective, 5)}`,
    Number.isNaN(gradientNorm) ? "" : `gradient ${significant(gradientNorm, 2)}`,
    pace.secondsLeft === undefined ? duration(seconds) : `${duration(pace.secondsLeft)} left`,
    `${significant(pace.stepsPerSecond, 3)} steps/s`,
  ].filter((fact) => fact !== "");
}

/** Frames a second at most. */
const frameRate = 15;
const plotRows = 10;
const widest = 100;

function liveProgress(stream: Terminal, name: string): Progress {
  const screen: Live = live(stream);
  const look = styleOf(stream);
  const curves = { objective: series(), epoch: series(), validation: series() };
  let start: StartEvent | undefined;
  let latest: StepEvent | undefined;
  let paceOf = (_: StepEvent): Pace => ({ stepsPerSecond: 0 });
  let paced: { readonly event: StepEvent; readonly pace: Pace } | undefined;
  let pass: PassEvent | undefined;
  let note = "";
  let drawnAt = -Infinity;

  const frame = (status: string[]) => {
    const columns = Math.min(stream.columns - 1, widest);
    return [...chart(curves, latest?.step ?? 0, { columns, rows: stream.rows, look }), ...status];
  };
  const draw = () => {
    if (!latest && !pass) return;
    drawnAt = performance.now();
    const columns = Math.min(stream.columns - 1, widest);
    if (latest && paced?.event !== latest) paced = { event: latest, pace: paceOf(latest) };
    const status = paced ? [statusLine(paced.event, paced.pace, columns, look)] : [];
    const reading = pass ? [look.dim(truncate(passText(pass), columns))] : [];
    screen.draw(frame([...status, ...reading, ...(note ? [look.yellow(note)] : [])]));
  };
  const drawInTime = () => {
    if (performance.now() - drawnAt >= 1000 / frameRate) draw();
  };

  return {
    show(event) {
      if (event.type === "start") {
        start = event;
        paceOf = paceOfRun(event);
        stream.write(`${look.dim(introduction(name, start))}\n\n`);
      } else if (event.type === "end") {
        screen.draw(frame([""]));
      } else if (event.type === "pass") {
        pass = event;
        drawInTime();
      } else if (event.type !== "interrupt") {
        if (!latest) curves.objective.add(start!.resumedAt, startingObjective(event));
        remember(curves, event);
        if (event.type === "epoch") return;
        latest = event;
        drawInTime();
      }
    },
    note(sentence) {
      note = sentence;
      draw();
    },
    close: () => screen.close(),
  };
}

/** F before the first step; that of a run that goes on is not known. */
const startingObjective = ({ state, step }: StepEvent | EpochEvent): number =>
  step === 1 ? state.solver.initialValue : Number.NaN;

type Curves = Readonly<Record<"objective" | "epoch" | "validation", Series>>;

function remember({ objective, epoch, validation }: Curves, event: StepEvent | EpochEvent): void {
  (event.type === "epoch" ? epoch : objective).add(event.step, event.objective);
  if (event.validation) validation.add(event.step, event.validation.logLoss);
}

function chart(
  { objective, epoch, validation }: Curves,
  step: number,
  { columns, rows, look }: { columns: number; rows: number; look: Style },
): string[] {
  const measured = epoch.points.length > 1;
  const curves: Curve[] = [
    { points: objective.points, paint: measured ? look.dim : look.cyan },
    { points: epoch.points, paint: look.cyan },
    { points: validation.points, paint: look.yellow },
  ];
  if (columns < 40 || rows < plotRows + 4 || objective.points.length < 2) return [];
  const names = [
    look.cyan("objective"),
    validation.points.length > 0 ? look.yellow("validation log loss") : "",
  ];
  const ends = [count(Math.round(objective.points[0].x)), `step ${count(step)}`] as const;
  return [`  ${names.join("  ").trimEnd()}`, ...plot(curves, { columns, rows: plotRows, ends, style: look })];
}

/** The progress bar and as many facts as fit. */
function statusLine(event: StepEvent, pace: Pace, columns: number, look: Style): string {
  const facts = factsOf(event, pace);
  while (facts.length > 1 && facts.join(" · ").length > columns) facts.pop();
  const text = facts.join(look.dim(" · "));
  const room = Math.min(30, columns - displayWidth(text) - 1);
  return pace.share === undefined || room < 8 ? text : `${progressBar(pace.share, room, look)} ${text}`;
}

/** Shows nothing. */
export const silentProgress: Progress = { show() {}, note() {}, close() {} };
