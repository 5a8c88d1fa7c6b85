// One objective, mean cross-entropy + ½·l2·‖W‖², and the solvers one after another on it.
import { crossEntropyLoss, linearObjective } from "@softmax/losses";
import { minimize, solverByName } from "@softmax/optim";
import { defaultKernels, denseFeatures, integers, normal, random } from "@softmax/tensor-core";

const [n, d, C] = [600, 20, 4];
const targets = Int32Array.from(integers(random(1, "targets"), n, C));
const X = normal(random(1, "features"), n * d).map(
  (x, k) => x + (k % d === targets[Math.floor(k / d)] ? 2 : 0),
);

const objective = linearObjective({
  kernel: defaultKernels().linear(denseFeatures(X, n, d), "float64"),
  targets,
  nClasses: C,
  loss: crossEntropyLoss(),
  l2: 1e-3,
});

for (const name of ["gd", "lbfgs", "newton"]) {
  const start = new Float64Array(objective.size);
  const { status, steps, value } = await minimize(objective, start, solverByName(name), { maxSteps: 2000 });
  console.log(name.padEnd(8), status, `after ${steps} steps at ${value.toFixed(9)}`);
}
