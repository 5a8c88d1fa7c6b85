/** Bins of a reliability table. */
export const nBins = 15;

/** The rows whose top probability, the confidence, is in (above, upTo]. */
export interface CalibrationBin {
  readonly above: number;
  readonly upTo: number;
  /** Weight of the rows; their number without weights. */
  readonly weight: number;
  /** Share of them that were predicted right; null where there are none. */
  readonly accuracy: number | null;
  /** Their mean confidence; null where there are none. */
  readonly confidence: number | null;
}

/** Numbers behind the bins: of each the weight, the weight that is correct, and the sum of confidences. */
export const calibrationSize = 3 * nBins;

/** Collects rows into 15 right-closed bins of equal width, in `room` [calibrationSize]. */
export function calibrationBins(room: Float64Array) {
  const [weight, correct, confident] = [0, 1, 2].map((k) => room.subarray(k * nBins, (k + 1) * nBins));
  return {
    add(confidence: number, isCorrect: boolean, w: number): void {
      const k = binOf(confidence);
      weight[k] += w;
      if (isCorrect) correct[k] += w;
      confident[k] += w * confidence;
    },
    table: (): CalibrationBin[] =>
      Array.from(weight, (w, k) => ({
        above: k / nBins,
        upTo: (k + 1) / nBins,
        weight: w,
        accuracy: w > 0 ? correct[k] / w : null,
        confidence: w > 0 ? confident[k] / w : null,
      })),
  };
}

/** Σ_bins (weight / total) · |accuracy − confidence|; null without rows. */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number | null {
  let [total, error] = [0, 0];
  for (const { weight, accuracy, confidence } of bins) {
    total += weight;
    if (accuracy !== null && confidence !== null) error += weight * Math.abs(accuracy - confidence);
  }
  return total > 0 ? error / total : null;
}

/** The first bin whose upper edge, k/15 as a float64, is not below the confidence. */
function binOf(confidence: number): number {
  let k = 0;
  while (k < nBins - 1 && confidence > (k + 1) / nBins) k++;
  return k;
}
