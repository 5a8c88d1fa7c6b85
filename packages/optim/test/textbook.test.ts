import { normal, random } from "@softmax/tensor-core";
import { expect, it } from "vitest";
import { gradientDescent } from "../src/index.js";
import { softmaxRegression } from "./problems.js";

const [n, d, C] = [17, 4, 3];
const X = normal(random(11), n * d);
const labels = Int32Array.from({ length: n }, (_, i) => i % C);

/** ∇L of the lecture's L = −Σ_i ln p_{i, y_i}, a sum over the samples, for W [C, d] and b [C]. */
function lectureGradient(params: Float64Array): Float64Array {
  const gradient = new Float64Array(params.length);
  for (let i = 0; i < n; i++) {
    const scores = Array.from({ length: C }, (_, c) => {
      let z = params[C * d + c];
      for (let j = 0; j < d; j++) z += params[c * d + j] * X[i * d + j];
      return Math.exp(z);
    });
    const total = scores.reduce((sum, score) => sum + score);
    for (let c = 0; c < C; c++) {
      const residual = scores[c] / total - (labels[i] === c ? 1 : 0);
      for (let j = 0; j < d; j++) gradient[c * d + j] += residual * X[i * d + j];
      gradient[C * d + c] += residual;
    }
  }
  return gradient;
}

it("gd is the lecture's w ← w − η∇L: the sum loss with η/n takes the steps of the mean loss with η", () => {
  const eta = 0.5;
  const objective = softmaxRegression(X, labels, C);
  const solver = gradientDescent({ learningRate: eta });
  let state = solver.init(objective, new Float64Array(C * d + C));
  let w = new Float64Array(C * d + C);
  for (let step = 0; step < 50; step++) {
    const gradient = lectureGradient(w);
    w = w.map((value, j) => value - (eta / n) * gradient[j]);
    state = solver.step(objective, state);
    for (let j = 0; j < w.length; j++) expect(Math.abs(state.params[j] - w[j])).toBeLessThan(1e-13);
  }
});

it("gd follows a lipschitz bound that the objective states", () => {
  const objective = { ...softmaxRegression(X, labels, C), lipschitz: 8 };
  const stated = gradientDescent();
  const given = gradientDescent({ learningRate: 1 / 8 });
  const start = new Float64Array(objective.size);
  const afterOne = (solver: typeof stated) => solver.step(objective, solver.init(objective, start)).params;
  expect(afterOne(stated)).toEqual(afterOne(given));
});

it("gd without a learning rate never rises, whatever the scale of the features", () => {
  for (const factor of [1e-3, 1, 1e3]) {
    const objective = softmaxRegression(
      X.map((x) => factor * x),
      labels,
      C,
      { l2: 1e-2 },
    );
    const solver = gradientDescent();
    let state = solver.init(objective, new Float64Array(objective.size));
    for (let step = 0; step < 30; step++) {
      const next = solver.step(objective, state);
      expect(next.value).toBeLessThan(state.value);
      state = next;
    }
  }
});
