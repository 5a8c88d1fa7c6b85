// Gradient descent as in the lecture, w ← w − η∇L, with nothing but tensors and their derivatives.
import * as t from "@softmax/tensor-core";

const classes = [0, 0, 1, 1, 2, 2];
const X = t.tensor([
  [0, 1],
  [1, 2],
  [2, 0],
  [3, 1],
  [-2, -1],
  [-1, -3],
]);
const Y = t.oneHot(classes, 3);

const logits = ({ weights, bias }) => t.add(t.matmul(X, weights.T), bias);

/** L = −mean_i Σ_c y_ic ln p_ic with p = softmax(X Wᵀ + b). */
const loss = (params) => t.neg(t.mean(t.sum(t.mul(Y, t.logSoftmax(logits(params))), 1)));

let params = { weights: t.zeros([3, 2]), bias: t.zeros([3]) };
for (let step = 0; step <= 200; step++) {
  const [value, gradient] = t.valueAndGrad(loss)(params);
  if (step % 50 === 0) console.log(`step ${step}: L = ${value.item().toFixed(4)}`);
  const down = (w, dw) => t.sub(w, t.mul(0.5, dw));
  params = { weights: down(params.weights, gradient.weights), bias: down(params.bias, gradient.bias) };
}

console.log("classes  ", classes.join(" "));
console.log("predicted", t.argmax(logits(params), 1).toNested().join(" "));
