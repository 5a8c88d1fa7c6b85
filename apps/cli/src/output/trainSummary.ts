import { type StartEvent, shellQuoted, type TrainResult } from "@softmax/trainer";
import { withFlagNames } from "../failure.js";
import { confusionTable } from "./confusion.js";
import { keyed, keyWidth } from "./keyed.js";
import { count, duration, metric, percent, plural, significant } from "./numbers.js";
import type { Style } from "./style.js";
import { table } from "./table.js";
import { hanging, pad, printable } from "./width.js";

/** What there is to say about a finished run. */
export interface RunReport {
  /** Path of the run's folder. */
  readonly run: string;
  readonly start: Omit<StartEvent, "type">;
  readonly result: TrainResult;
  /** The run that this one repeats, and whether the models are the same bytes. */
  readonly repeats?: { readonly run: string; readonly identical: boolean };
}

/** More classes than this have no confusion matrix: `evaluate` shows it. */
const mostClasses = 12;

/** The summary of a run, as lines for a terminal of so many columns. */
export function trainSummary(report: RunReport, columns: number, style: Style): string[] {
  const { run, start, result } = report;
  const { objective, config } = result;
  const entry = (key: string, value: string) => keyed(key, value, columns, style);
  const { value, loss, penalty } = objective;
  const heading = [
    ...statusLines(result, columns, style),
    "",
    ...entry(result.status === "diverged" ? "tried" : "learned", learned(start)),
    ...entry("with", `${config.solver}: ${start.reason}`),
  ];
  if (result.status === "diverged") return [...heading, ...entry("model", `none; the record is in ${run}`)];
  return [
    ...heading,
    ...entry(
      "objective",
      `${style.bold(significant(value, 10))} = loss ${significant(loss, 6)} + penalty ${significant(penalty, 6)}`,
    ),
    ...entry("certificate", certificateText(result, style)),
    "",
    ...metricsTable(result, style).map((line) => `  ${line}`),
    ...confusionLines(report, columns - 2, style).map((line) => `  ${line}`.trimEnd()),
    "",
    ...entry("saved in", run),
    ...(report.repeats?.identical
      ? entry("repeats", `${report.repeats.run}; the model is ${style.green("identical")}, byte for byte`)
      : []),
    ...nextCommands(report, style).flatMap((line, k) => entry(k === 0 ? "next" : "", line)),
  ];
}

function statusLines(result: TrainResult, columns: number, style: Style): string[] {
  const { status, steps, seconds } = result;
  const message = status === "aborted" ? `interrupted after ${plural(steps, "step")}` : result.message;
  const marks = {
    converged: style.green("✓"),
    "max-steps": style.yellow("!"),
    aborted: style.yellow("!"),
    diverged: style.red("✗"),
  };
  return hanging(`${marks[status]} `, `${withFlagNames(message)} (${duration(seconds)})`, columns);
}

function learned({ nSamples, nFeatures, classes }: RunReport["start"]): string {
  const parts = [
    nSamples.validation > 0 ? `${count(nSamples.validation)} to validate` : "",
    nSamples.test > 0 ? `${count(nSamples.test)} to test` : "",
  ].filter((part) => part !== "");
  const apart = parts.length > 0 ? `; ${parts.join(", ")}` : "";
  const names = classes.map(printable).join(", ");
  const shown = names.length <= 40 ? names : `${printable(classes[0])} … ${printable(classes.at(-1)!)}`;
  return `${classes.length} classes (${shown}) from ${plural(nSamples.train, "row")} × ${plural(nFeatures, "feature")}${apart}`;
}

function certificateText({ certificate }: TrainResult, style: Style): string {
  if (certificate.gap === null) return style.dim(`none: ${certificate.reason}`);
  return `within ${style.bold(significant(certificate.gap, 2))} of the best loss there is`;
}

function metricsTable({ train, validation, test }: TrainResult, style: Style): string[] {
  const rows = Object.entries({ train, validation, test }).flatMap(([name, metrics]) =>
    metrics
      ? [
          [
            style.dim(pad(name, keyWidth - 2)),
            count(metrics.n),
            percent(metrics.accuracy),
            metric(metrics.logLoss),
          ],
        ]
      : [],
  );
  const header = ["", "rows", "accuracy", "log loss"].map(style.dim);
  return table([header, ...rows], ["left", "right", "right", "right"], "  ");
}

function confusionLines({ start, result }: RunReport, columns: number, style: Style): string[] {
  const { classes } = start;
  if (classes.length > mostClasses) return [];
  const [part, metrics] = result.test ? (["test", result.test] as const) : (["train", result.train] as const);
  const lines = confusionTable(metrics.confusion, classes, columns, style);
  return lines.length === 0 ? [] : ["", style.dim(`${part} rows by true class, predicted as`), ...lines];
}

function nextCommands({ run, result }: RunReport, style: Style): string[] {
  const model = shellQuoted(run);
  const commands =
    result.status === "aborted"
      ? [[`softmax train --resume ${model}`, "go on"]]
      : [
          [`softmax predict ${model} <data>`, "label new rows"],
          [`softmax evaluate ${model} <data>`, "measure it on others"],
          [`softmax inspect ${model}`, "look at its weights"],
        ];
  return table(
    commands.map(([command, what]) => [style.cyan(command), style.dim(what)]),
    ["left", "left"],
  );
}
