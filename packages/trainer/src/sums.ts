/**
 * `@softmax/trainer/sums`: what follows from sums over rows, wherever those were added up. For engines that leave the rows
 * where they are.
 */
export { gapOf, reasonAgainst } from "./certificate.js";
export { biasSize, biasSums } from "./certificateBias.js";
export type { CertificateSums } from "./certificatePass.js";
export { totalOf } from "./compensatedSum.js";
export { metricsSize, metricsSums } from "./metrics.js";
export { nBins } from "./metricsCalibration.js";
