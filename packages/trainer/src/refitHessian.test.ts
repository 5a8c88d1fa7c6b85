import { crossEntropyLoss, linearObjective } from "@softmax/losses";
import { denseFeatures, integers, normal, random, referenceKernels } from "@softmax/tensor-core";
import { expect, it } from "vitest";
import { allLogits, probabilitiesOf } from "./classifier.js";
import { softmaxHessian } from "./refitHessian.js";

it.each([
  [17, 2, 3],
  [5, 1, 2],
  [30, 4, 5],
  [4, 0, 3],
])("the Hessian of %i points of %i features and %i classes is that of hvp, column by column", (n, d, C) => {
  const features = denseFeatures(normal(random(1, "features"), n * d), n, d);
  const kernel = referenceKernels.linear(features, "float64");
  const targets = integers(random(1, "targets"), n, C);
  const problem = { kernel, targets, nClasses: C, loss: crossEntropyLoss(), l2: 0.3 };
  const { size, hvp } = linearObjective(problem);
  const params = normal(random(1, "params"), size);

  const hessian = softmaxHessian(features, probabilitiesOf(allLogits(kernel, params), C, "softmax"), 0.3);
  for (let j = 0; j < size; j++) {
    const column = new Float64Array(size);
    hvp!(
      params,
      Float64Array.from({ length: size }, (_, k) => Number(k === j)),
      column,
    );
    for (let k = 0; k < size; k++) {
      expect(hessian[k * size + j]).toBeCloseTo(column[k], 14);
      expect(hessian[j * size + k]).toBe(hessian[k * size + j]);
    }
  }
});
