import { type Encoder, encoderWidth } from "@softmax/datasets";
import type { Model, TrainResult } from "@softmax/trainer";
import type { RunRecord } from "@softmax/trainer/node";
import { largestWeights } from "../weights.js";
import { imagesOf, weightImages } from "./images.js";
import { keyed, keyWidth } from "./keyed.js";
import { count, metric, percent, plain, plural, significant } from "./numbers.js";
import type { Style } from "./style.js";
import { table } from "./table.js";
import { displayWidth, pad, printable, truncate } from "./width.js";

/** What a model file remembers of its training; anything may be missing in one put together by hand. */
type Training = Partial<Omit<TrainResult, "model">> & { readonly data?: { readonly sha256?: string } };

const mostClasses = 12;
const weightsPerClass = 5;

/** What `inspect` prints, as lines for a terminal of so many columns. */
export function modelSummary(
  path: string,
  model: Model,
  run: RunRecord | undefined,
  columns: number,
  style: Style,
): string[] {
  const entry = (key: string, value: string) => keyed(key, value, columns, style);
  const training = model.training as Training;
  const layout = imagesOf(model);
  return [
    style.bold(path),
    "",
    ...entry("classes", `${model.classes.length}: ${model.classes.map(printable).join(", ")}`),
    ...entry("label", printable(model.label ?? "–")),
    ...entry("features", featuresText(model.encoders)),
    ...(run
      ? entry("data", `${run.source.data}${run.source.test === undefined ? "" : `, test ${run.source.test}`}`)
      : []),
    ...trainingLines(training, entry),
    "",
    ...metricLines(training, style),
    ...(layout ? weightImages(model, layout, columns - 2, style) : weightBars(model, columns, style)).map(
      (line) => `  ${line}`.trimEnd(),
    ),
  ];
}

/** `5 numbers, 2 categories as 7 features, 64 pixel`. */
function featuresText(encoders: readonly Encoder[]): string {
  const kinds = {
    number: "number",
    "one-hot": "category column",
    text: "text column",
    block: "block",
  } as const;
  const parts = Object.entries(kinds).flatMap(([kind, word]) => {
    const of = encoders.filter((encoder) => encoder.kind === kind);
    if (of.length === 0) return [];
    const width = of.reduce((sum, encoder) => sum + encoderWidth(encoder), 0);
    const names = of.map(({ column }) => printable(column)).join(", ");
    return [
      `${plural(of.length, word)}${width === of.length ? "" : ` as ${count(width)} features`} (${names})`,
    ];
  });
  return parts.join("; ");
}

function trainingLines(training: Training, entry: (key: string, value: string) => string[]): string[] {
  const { config, status, steps, objective, certificate, data } = training;
  if (!config || !objective || !certificate) return [];
  const penalty = config.l1 > 0 ? `l2 ${plain(config.l2)}, l1 ${plain(config.l1)}` : `l2 ${plain(config.l2)}`;
  return [
    ...entry(
      "trained",
      `${config.solver} on ${config.loss}, ${penalty}; ${status} in ${plural(steps ?? 0, "step")}`,
    ),
    ...entry(
      "objective",
      `${significant(objective.value, 10)} = loss ${significant(objective.loss, 6)} + penalty ${significant(objective.penalty, 6)}`,
    ),
    ...entry(
      "certificate",
      certificate.gap === null
        ? `none: ${certificate.reason}`
        : `within ${significant(certificate.gap, 2)} of the best loss there is`,
    ),
    ...(data?.sha256 ? entry("sha256", data.sha256) : []),
  ];
}

function metricLines({ train, validation, test }: Training, style: Style): string[] {
  const parts = Object.entries({ train, validation, test }).filter(([, metrics]) => metrics);
  if (parts.length === 0) return [];
  const rows = parts.map(([name, metrics]) => [
    style.dim(pad(name, keyWidth - 2)),
    count(metrics!.n),
    percent(metrics!.accuracy),
    metric(metrics!.logLoss),
  ]);
  const header = ["", "rows", "accuracy", "log loss"].map(style.dim);
  return [...table([header, ...rows], ["left", "right", "right", "right"]).map((line) => `  ${line}`), ""];
}

/** The largest weights of each class as bars, what speaks against the class to the left of the line. */
function weightBars(model: Model, columns: number, style: Style): string[] {
  const classes = largestWeights(model, weightsPerClass);
  const shown = classes.slice(0, mostClasses);
  const largest = Math.max(
    ...shown.flatMap(({ weights }) => weights.map(({ weight }) => Math.abs(weight))),
    1e-300,
  );
  const names = shown.flatMap(({ weights }) =>
    weights.map(({ feature }) => displayWidth(printable(feature))),
  );
  const nameWidth = Math.min(32, Math.floor(columns / 3), Math.max(0, ...names));
  const half = Math.max(4, Math.min(24, Math.floor((columns - nameWidth - 16) / 2)));
  const bar = (weight: number) => {
    const length = Math.round((Math.abs(weight) / largest) * half);
    const [left, right] = [weight < 0 ? "█".repeat(length) : "", weight > 0 ? "█".repeat(length) : ""];
    return `${" ".repeat(half - left.length)}${style.blue(left)}${style.dim("│")}${style.red(right)}`;
  };
  const lines = shown.flatMap(({ class: label, weights }) => [
    "",
    style.bold(printable(label)),
    ...weights.map(
      ({ feature, weight }) =>
        `${pad(truncate(printable(feature), nameWidth), nameWidth)} ${pad(significant(weight, 3), 9, "right")} ${bar(weight)}`,
    ),
  ]);
  const more = classes.length - shown.length;
  return [
    style.dim("largest weights; to the right what speaks for the class, to the left what against"),
    ...lines,
    ...(more > 0
      ? ["", style.dim(`… and ${plural(more, "class", "classes")} more; --json has them all`)]
      : []),
  ];
}
