import type { TunedPenalty, TuneResult } from "@softmax/trainer";
import { axisOf, ticksOf } from "./axis.js";
import { duration, percent, plain, plural, significant } from "./numbers.js";
import type { Style } from "./style.js";
import { table } from "./table.js";
import { pad } from "./width.js";

const plotRows = 10;

/** What `tune` prints: the path as a table and a plot, and how to train with each of the two choices. */
export function tuneSummary(result: TuneResult, command: string, columns: number, style: Style): string[] {
  const { path, best, oneStandardError, folds, seconds } = result;
  const choices: [string, number][] =
    best === oneStandardError
      ? [["best, and the strongest within one standard error", best]]
      : [
          ["best", best],
          ["strongest within one standard error", oneStandardError],
        ];
  return [
    `${plural(path.length, "penalty", "penalties")}, ${folds}-fold cross-validation (${duration(seconds)})`,
    "",
    ...pathTable(result, style).map((line) => `  ${line}`),
    "",
    ...pathPlot(result, columns - 2, style).map((line) => `  ${line}`),
    "",
    ...choices.flatMap(([name, k]) => [
      `  ${mark(k, result, style)} ${name}`,
      `    ${style.cyan(`${command} ${penaltyFlags(path[k])}`)}`,
    ]),
  ];
}

function mark(k: number, { best, oneStandardError }: TuneResult, style: Style): string {
  if (k === best) return style.green("◆");
  return k === oneStandardError ? style.yellow("◇") : " ";
}

function pathTable(result: TuneResult, style: Style): string[] {
  const { path, l1Ratio } = result;
  const both = l1Ratio > 0 && l1Ratio < 1;
  const header = [
    "",
    ...(both ? ["l2", "l1"] : [l1Ratio === 1 ? "l1" : "l2"]),
    "log loss",
    "± s.e.",
    "accuracy",
  ];
  const rows = path.map((entry, k) => [
    mark(k, result, style),
    ...(both ? [entry.l2, entry.l1] : [entry.penalty]).map((x) => significant(x, 3)),
    significant(entry.logLoss),
    significant(entry.standardError, 2),
    percent(entry.accuracy),
  ]);
  return table([header.map(style.dim), ...rows], ["left", ...header.slice(1).map(() => "right" as const)]);
}

/** Mean log loss by penalty, from strong to weak, with bars of one standard error. */
function pathPlot(result: TuneResult, columns: number, style: Style): string[] {
  const { path } = result;
  const shown = path.filter(({ logLoss }) => Number.isFinite(logLoss));
  const ends = shown.flatMap(({ logLoss: m, standardError: s }) => [m, m + s, ...(m > s ? [m - s] : [])]);
  const vertical = axisOf(ends);
  const ticks = ticksOf(vertical, plotRows);
  const margin = Math.max(...ticks.map((tick) => tick.length));
  const spacing = Math.max(1, Math.min(5, Math.floor((columns - margin - 2) / path.length)));
  const rowOf = (value: number) =>
    Math.round((1 - Math.min(1, Math.max(0, vertical.share(value)))) * (plotRows - 1));
  const cell = (row: number, k: number): string => {
    const { logLoss, standardError } = path[k];
    if (row === rowOf(logLoss)) return mark(k, result, style).replace(/^ $/, style.cyan("●"));
    const [top, bottom] = [
      rowOf(logLoss + standardError),
      rowOf(Math.max(logLoss - standardError, vertical.at(0))),
    ];
    return row >= top && row <= bottom ? style.dim("│") : " ";
  };
  const line = (row: number) =>
    `${style.dim(`${pad(ticks[row], margin, "right")} ${ticks[row] ? "┤" : "│"}`)}${path.map((_, k) => pad(cell(row, k), spacing)).join("")}`;
  const [first, last] = [path[0], path[path.length - 1]].map(({ penalty }) => significant(penalty, 2));
  const width = path.length * spacing;
  return [
    ...Array.from({ length: plotRows }, (_, row) => line(row).trimEnd()),
    style.dim(`${" ".repeat(margin)} └${"─".repeat(width)}`),
    style.dim(`${" ".repeat(margin + 2)}${first}${pad(last, width - first.length, "right")}`),
  ];
}

/** The penalty as `train` takes it, to four digits. */
function penaltyFlags({ l2, l1 }: Pick<TunedPenalty, "l2" | "l1">): string {
  return l1 === 0 ? `--l2 ${plain(l2)}` : `--l2 ${plain(l2)} --l1 ${plain(l1)}`;
}
