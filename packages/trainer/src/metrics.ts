import { log, softplus } from "@softmax/tensor-core/elementary";
import { argmaxRows, type ModelParts, probabilitiesOf } from "./classifier.js";
import {
  type CalibrationBin,
  calibrationBins,
  calibrationSize,
  expectedCalibrationError,
} from "./metricsCalibration.js";
import {
  averageOverClasses,
  type ClassAverages,
  type ClassMetrics,
  classMetrics,
} from "./metricsPerClass.js";

export interface MetricsOptions {
  /** Z [n, C], row-major. */
  readonly logits: Float64Array;
  /** True class indices [n]. */
  readonly targets: Int32Array;
  readonly nClasses: number;
  /** One weight ≥ 0 a row, [n], in any unit; 1 where absent. */
  readonly weights?: Float64Array;
  /** How logits become probabilities p. Default softmax. */
  readonly link?: ModelParts["link"];
}

/**
 * How good predictions are. Every mean is weighted; a metric that is 0/0 is null, so that nothing is
 * reported that was not measured. `docs/objective.md` has all definitions.
 */
export interface Metrics {
  /** Rows, whatever their weight. */
  readonly n: number;
  /** Share of rows whose most probable class is the true one; ties go to the lowest class. */
  readonly accuracy: number | null;
  /** Mean recall over the classes that occur. */
  readonly balancedAccuracy: number | null;
  /** mean −ln p_true, in nats, not clipped. */
  readonly logLoss: number | null;
  /** mean Σ_c (p_c − y_c)², in [0, 2]. */
  readonly brier: number | null;
  /** Σ_bins share · |accuracy − confidence| over `calibration`, in [0, 1]. */
  readonly ece: number | null;
  /** Weight of the rows of true class r that were predicted as class c, [C][C]; counts without weights. */
  readonly confusion: readonly (readonly number[])[];
  readonly perClass: readonly ClassMetrics[];
  /** Plain mean over the classes for which the metric is defined. */
  readonly macro: ClassAverages;
  /** The same mean, weighted by support. */
  readonly weighted: ClassAverages;
  /** Reliability table: 15 bins of the top probability, (k/15, (k + 1)/15]. */
  readonly calibration: readonly CalibrationBin[];
}

/**
 * All metrics of a classifier's logits on labelled rows.
 *
 * @throws RangeError where sizes do not match or a target is not a class.
 * @see Brier, "Verification of forecasts expressed in terms of probability" (1950); Guo et al., "On
 * Calibration of Modern Neural Networks" (ICML 2017).
 * @example
 * const { accuracy, logLoss, confusion } = metricsOf({
 *   logits: Float64Array.of(0, 0, 2, 0), targets: Int32Array.of(0, 1), nClasses: 2,
 * });
 * // accuracy 0.5, logLoss 1.41, confusion [[1, 0], [1, 0]]
 */
export function metricsOf({ nClasses, link, ...rows }: MetricsOptions): Metrics {
  const sums = metricsSums(nClasses, link);
  sums.add(rows);
  return sums.metrics();
}

/** Rows of which metrics are taken: `MetricsOptions` without what all rows share. */
export type MetricsRows = Omit<MetricsOptions, "nClasses" | "link">;

/** Of the sums behind `metricsOf`: four, the bins and the confusion [C, C]. */
export const metricsSize = (C: number): number => 4 + calibrationSize + C * C;

/** The sums behind `metricsOf`, for rows that come a few at a time; `room` [metricsSize] holds them. */
export function metricsSums(
  C: number,
  link: ModelParts["link"] = "softmax",
  room: Float64Array = new Float64Array(metricsSize(C)),
) {
  const sums = room.subarray(0, 4);
  const bins = calibrationBins(room.subarray(4, 4 + calibrationSize));
  const counts = room.subarray(4 + calibrationSize);
  let p = new Float64Array(0);
  return {
    /** @throws RangeError where sizes do not match or a target is not a class. */
    add(rows: MetricsRows): void {
      checkRows(rows, C);
      const { logits, targets, weights } = rows;
      if (p.length < logits.length) p = new Float64Array(logits.length);
      probabilitiesOf(logits, C, link, p);
      const predicted = argmaxRows(logits, C);
      let [n, total, logLoss, brier] = sums;
      targets.forEach((truth, i) => {
        const w = weights ? weights[i] : 1;
        const confidence = p[i * C + predicted[i]];
        n++;
        total += w;
        logLoss += w * (logOdds(logits[i * C + predicted[i]], logits[i * C + truth], link) - log(confidence));
        brier += w * squaredError(p, i * C, C, truth);
        counts[truth * C + predicted[i]] += w;
        bins.add(confidence, predicted[i] === truth, w);
      });
      sums.set([n, total, logLoss, brier]);
    },
    metrics(): Metrics {
      const [n, total, logLoss, brier] = sums;
      const confusion = Array.from({ length: C }, (_, r) => Array.from(counts.subarray(r * C, (r + 1) * C)));
      const perClass = classMetrics(confusion);
      const calibration = bins.table();
      const weighted = averageOverClasses(perClass, ({ support }) => support);
      const macro = averageOverClasses(perClass, () => 1);
      return {
        n,
        // sums of weights in another order may be one digit above their total
        accuracy: total > 0 ? Math.min(1, confusion.reduce((sum, row, c) => sum + row[c], 0) / total) : null,
        balancedAccuracy: macro.recall,
        logLoss: total > 0 ? logLoss / total : null,
        brier: total > 0 ? brier / total : null,
        ece: expectedCalibrationError(calibration),
        confusion,
        perClass,
        macro,
        weighted,
        calibration,
      };
    },
  };
}

/** ln(p_a / p_b) from the logits, finite where p_b underflows: −ln p_b = ln(p_a / p_b) − ln p_a. */
function logOdds(a: number, b: number, link: ModelParts["link"]): number {
  return link === "softmax" ? a - b : softplus(-b) - softplus(-a);
}

/** Σ_c (p_c − y_c)² of the row that starts at `at`. */
function squaredError(p: Float64Array, at: number, C: number, truth: number): number {
  let sum = 0;
  for (let c = 0; c < C; c++) sum += (p[at + c] - (c === truth ? 1 : 0)) ** 2;
  return sum;
}

function checkRows({ logits, targets, weights }: MetricsRows, C: number): void {
  const n = targets.length;
  if (logits.length !== n * C)
    throw new RangeError(
      `metricsOf: logits has ${logits.length} values but ${n} targets and ${C} classes need ${n * C}`,
    );
  if (weights && weights.length !== n)
    throw new RangeError(`metricsOf: there are ${weights.length} weights but ${n} targets`);
  const row = targets.findIndex((c) => !(c >= 0 && c < C));
  if (row !== -1)
    throw new RangeError(
      `metricsOf: the target of row ${row} is ${targets[row]}, not a class in 0 to ${C - 1}`,
    );
}
