import { refitter } from "@softmax/trainer";
import type { PointFit, PointSet } from "../shared/ipc/points.js";

/**
 * Solves for painted points again and again, each time from the solution before. What it finds is what a run on the
 * same points with the same l2 ends at.
 */
export function pointSolver(): (points: PointSet, l2: number) => PointFit | null {
  // To all digits that are shown of the parameters, which are farther from the best than the objective is.
  const refit = refitter({ accuracy: 1e-14 });
  return (points, l2) => {
    const started = performance.now();
    const { weights, bias, mean, deviation, certificate, ...answer } = refit({
      features: featuresOf(points),
      targets: points.classes,
      l2,
    });
    if (answer.classes.length < 2) return null;
    return {
      classes: answer.classes,
      weights: Array.from(weights),
      bias: centered(bias),
      mean: Array.from(mean),
      deviation: Array.from(deviation),
      status: answer.status,
      objective: answer.objective,
      accuracy: answer.accuracy,
      gap: certificate.gap,
      steps: answer.steps,
      milliseconds: performance.now() - started,
    };
  };
}

/** The softmax does not see a constant added to every bias; `fit` gives them mean zero. */
function centered(bias: Float64Array): number[] {
  const mean = bias.reduce((sum, b) => sum + b, 0) / bias.length;
  return Array.from(bias, (b) => b - mean);
}

/** X [n, 2], row-major. */
function featuresOf({ x1, x2 }: PointSet): Float64Array {
  const features = new Float64Array(2 * x1.length);
  for (let i = 0; i < x1.length; i++) {
    features[2 * i] = x1[i];
    features[2 * i + 1] = x2[i];
  }
  return features;
}
