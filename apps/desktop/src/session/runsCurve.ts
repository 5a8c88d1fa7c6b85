import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunCurve } from "../shared/ipc/runs.js";
import { thinned } from "./progress.js";

/** More points than a picture of curves has columns. */
const most = 2000;

interface Line {
  readonly type: "step" | "epoch";
  readonly step: number;
  readonly objective: number;
  /** JSON has no NaN: null stands for it. */
  readonly gradientNorm: number | null;
  readonly validation?: { readonly logLoss: number };
}

/** The curve of a run out of its `metrics.jsonl`; empty before the first step, and without lines that were cut off. */
export async function readCurve(run: string): Promise<RunCurve> {
  const text = await readFile(join(run, "metrics.jsonl"), "utf8").catch(() => "");
  const lines = thinned(onePerStep(text.split("\n").flatMap(parsed)), most);
  return {
    steps: lines.map(({ step }) => step),
    objective: lines.map(({ objective }) => objective),
    gradientNorm: lines.map(({ gradientNorm }) => gradientNorm ?? null),
    validationLoss: lines.map(({ validation }) => validation?.logLoss ?? null),
  };
}

function parsed(text: string): Line[] {
  try {
    const line = JSON.parse(text);
    return Number.isInteger(line?.step) && Number.isFinite(line.objective) ? [line] : [];
  } catch {
    return [];
  }
}

/** An epoch that ends with a step says more than the step: its line comes later and stays. */
const onePerStep = (lines: readonly Line[]): Line[] => [
  ...new Map(lines.map((line) => [line.step, line])).values(),
];
