import type { TableColumn } from "../../../../shared/ipc/export.js";
import type { Curve, MeasuredCurve } from "../../../state/curve.js";

/** What the curves of a run show as one table, a row a step; empty where a step did not measure it. */
export function curveTable(curve: Curve, measured: MeasuredCurve): TableColumn[] {
  const steps = [...new Set([...curve.steps, ...measured.steps])].sort((a, b) => a - b);
  const aligned = (from: readonly number[], values: readonly number[]) => {
    const known = new Map(from.map((step, i) => [step, values[i]]));
    return steps.map((step) => known.get(step) ?? Number.NaN);
  };
  const column = (name: string, values: readonly number[]) => ({ name, values: Float64Array.from(values) });
  return [
    column("step", steps),
    ...(["objective", "gradientNorm", "validationLoss"] as const).map((name) =>
      column(name, aligned(curve.steps, curve[name])),
    ),
    ...(["trainAccuracy", "validationAccuracy", "gap"] as const).map((name) =>
      column(name, aligned(measured.steps, measured[name])),
    ),
  ];
}
