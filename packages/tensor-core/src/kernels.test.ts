import { describe, expect, test } from "vitest";
import {
  BACKENDS,
  csrOf,
  distributions,
  expectClose,
  integers,
  numbers,
  randomFeatures,
  toDense,
} from "../test/problems.js";
import { denseFeatures, type Features, takeRows } from "./features.js";
import type { Kernels, Targets } from "./kernels.js";

const [n, d, C] = [17, 5, 4];
const all = { from: 0, to: n };
const params = numbers("params", C * (d + 1));
const direction = numbers("direction", C * (d + 1));
const labels = integers("labels", n, C);
const weights = numbers("weights", n).map((w) => 1.5 + w);
const X = randomFeatures("float64", n, d);

for (const { name, kernels, precision, tolerance } of BACKENDS)
  describe.skipIf(!kernels)(`${name} kernels in ${precision}`, () => {
    const bind = (features: Features) => (kernels as Kernels).linear(features, precision);

    const crossEntropy = (
      features: Features,
      theta: Float64Array,
      targets: Targets,
      w?: Float64Array,
      rows = { from: 0, to: features.nRows },
    ) => {
      const gradient = new Float64Array(theta.length);
      const loss = bind(features).crossEntropy(theta, targets, w, rows, gradient);
      return { loss, gradient };
    };
    const hessianTimes = (features: Features, v: Float64Array, w?: Float64Array) => {
      const out = new Float64Array(v.length);
      bind(features).crossEntropyHvp(params, w, v, { from: 0, to: features.nRows }, out);
      return out;
    };
    const same = (
      a: { loss: number; gradient: Float64Array },
      b: { loss: number; gradient: Float64Array },
    ) => {
      expectClose([a.loss], [b.loss], tolerance);
      expectClose(a.gradient, b.gradient, tolerance);
    };

    test("a model that knows nothing loses ln C a row", () => {
      const { loss } = crossEntropy(X, new Float64Array(params.length), labels);
      expectClose([loss], [n * Math.log(C)], tolerance);
    });

    test.skipIf(precision === "float32")("the gradient is the slope of the loss", () => {
      for (const targets of [labels, distributions("soft", n, C)]) {
        const slopes = params.map((_, k) =>
          slope((theta) => crossEntropy(X, theta, targets, weights).loss, k),
        );
        expectClose(crossEntropy(X, params, targets, weights).gradient, slopes, 1e-8);
      }
    });

    test.skipIf(precision === "float32")(
      "the Hessian times a direction is the change of the gradient along it",
      () => {
        const h = 1e-5;
        const along = (t: number) =>
          crossEntropy(
            X,
            params.map((p, k) => p + t * direction[k]),
            labels,
            weights,
          ).gradient;
        const [ahead, behind] = [along(h), along(-h)];
        const changes = ahead.map((value, k) => (value - behind[k]) / (2 * h));
        expectClose(hessianTimes(X, direction, weights), changes, 1e-8);
      },
    );

    test("the Hessian is symmetric and positive", () => {
      const other = numbers("other", params.length);
      const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + value * b[k], 0);
      const curvature = dot(direction, hessianTimes(X, direction));
      expect(curvature).toBeGreaterThan(0);
      expectClose(
        [curvature, dot(direction, hessianTimes(X, other))],
        [curvature, dot(other, hessianTimes(X, direction))],
        tolerance,
      );
    });

    test("weight 2 equals repeating the row, weight 0 leaving it out", () => {
      const rows = [0, 1, 1, 3];
      const w = Float64Array.from({ length: n }, (_, i) => rows.filter((row) => row === i).length);
      const taken = Int32Array.from(rows, (row) => labels[row]);
      same(crossEntropy(X, params, labels, w), crossEntropy(takeRows(X, rows), params, taken));
      const unweighted = hessianTimes(takeRows(X, rows), direction);
      expectClose(hessianTimes(X, direction, w), unweighted, tolerance);
    });

    test("class indices equal distributions that are certain", () => {
      const oneHot = new Float64Array(n * C);
      labels.forEach((label, i) => {
        oneHot[i * C + label] = 1;
      });
      same(crossEntropy(X, params, oneHot, weights), crossEntropy(X, params, labels, weights));
    });

    test("the loss is linear in the target", () => {
      const mixed = new Float64Array(n * C);
      const second = integers("second", n, C);
      for (let i = 0; i < n; i++) {
        mixed[i * C + labels[i]] += 0.3;
        mixed[i * C + second[i]] += 0.7;
      }
      const [a, b] = [crossEntropy(X, params, labels), crossEntropy(X, params, second)];
      same(crossEntropy(X, params, mixed), {
        loss: 0.3 * a.loss + 0.7 * b.loss,
        gradient: a.gradient.map((value, k) => 0.3 * value + 0.7 * b.gradient[k]),
      });
    });

    test("an order means the same as taking the rows", () => {
      const order = Int32Array.of(9, 16, 2, 2, 0, 5, 11);
      const rows = { from: 1, to: 6, order };
      const chosen = order.subarray(1, 6);
      const part = takeRows(X, chosen);
      same(
        crossEntropy(X, params, labels, weights, rows),
        crossEntropy(
          part,
          params,
          Int32Array.from(chosen, (i) => labels[i]),
          Float64Array.from(chosen, (i) => weights[i]),
        ),
      );
      const [found, expected] = [new Float64Array(5 * C), new Float64Array(5 * C)];
      bind(X).logits(params, rows, found);
      bind(part).logits(params, { from: 0, to: 5 }, expected);
      expectClose(found, expected, tolerance);
    });

    test("is unchanged when a constant is added to a row of logits", () => {
      const shifted = params.map((p, k) => (k < C * d ? p : p + 3));
      same(crossEntropy(X, shifted, labels), crossEntropy(X, params, labels));
    });

    test("logits of ±1e4 give finite losses and gradients", () => {
      const huge = denseFeatures(Float64Array.of(1e4, -1e4), 2, 1);
      const theta = Float64Array.of(1, -1, 0, 0, 0, 0);
      const { loss, gradient } = crossEntropy(huge, theta, Int32Array.of(0, 0));
      expectClose([loss], [2e4], tolerance);
      expectClose(gradient, [1e4, -1e4, 0, -1, 1, 0], tolerance);
      const out = new Float64Array(6);
      bind(huge).crossEntropyHvp(theta, undefined, theta, { from: 0, to: 2 }, out);
      expect(out).toEqual(new Float64Array(6));
    });

    test("a row that is not a number does not reach the rows beside it", () => {
      const data = numbers("x", 3 * d);
      data.fill(Number.NaN, d, 2 * d);
      const out = new Float64Array(3 * C);
      for (const type of [Float32Array, Float64Array]) {
        bind(denseFeatures(type.from(data), 3, d)).logits(params, { from: 0, to: 3 }, out);
        expect(Array.from(out, Number.isNaN)).toEqual(Array.from(out, (_, k) => k >= C && k < 2 * C));
      }
    });

    test("adds to what the gradient already holds", () => {
      const gradient = params.map(() => 100);
      bind(X).crossEntropy(params, labels, undefined, all, gradient);
      const added = crossEntropy(X, params, labels).gradient.map((value) => value + 100);
      expectClose(gradient, added, tolerance);
    });

    test("an empty range adds nothing", () => {
      const rows = { from: 3, to: 3 };
      expect(crossEntropy(X, params, labels, undefined, rows)).toEqual({
        loss: 0,
        gradient: new Float64Array(params.length),
      });
      expect(() => bind(X).logits(params, rows, new Float64Array(0))).not.toThrow();
    });

    test("the fused pass is logits, softmax and accumulate", () => {
      const residuals = new Float64Array(n * C);
      bind(X).logits(params, all, residuals);
      for (let i = 0; i < n; i++) {
        const e = residuals.subarray(i * C, (i + 1) * C).map(Math.exp);
        const sum = e.reduce((a, b) => a + b, 0);
        residuals.set(
          e.map((value, c) => value / sum - (labels[i] === c ? 1 : 0)),
          i * C,
        );
      }
      const gradient = new Float64Array(params.length);
      bind(X).accumulate(residuals, all, gradient);
      expectClose(crossEntropy(X, params, labels).gradient, gradient, tolerance);
    });

    test("sparse rows mean the same as dense ones", () => {
      const sparse = randomFeatures("csr float64", n, d);
      same(crossEntropy(sparse, params, labels), crossEntropy(toDense(sparse), params, labels));
      const fromDense = csrOf(numbers("x", n * d), n, d, Float64Array);
      same(crossEntropy(fromDense, params, labels), crossEntropy(toDense(fromDense), params, labels));
    });

    test("bytes with a scale mean the same as the numbers they stand for", () => {
      const bytes = randomFeatures("uint8", n, d);
      same(crossEntropy(bytes, params, labels), crossEntropy(toDense(bytes), params, labels));
    });

    test("refuses sizes that do not fit together", () => {
      const kernel = bind(X);
      const gradient = new Float64Array(params.length);
      expect(() => kernel.crossEntropy(params, labels, undefined, { from: 0, to: 18 }, gradient)).toThrow(
        "crossEntropy: rows 0 to 18 are not within 0 to 17",
      );
      expect(() => kernel.crossEntropy(params.subarray(1), labels, undefined, all, gradient)).toThrow(
        "crossEntropy: params has 23 values, expected a multiple of nColumns + 1 = 6",
      );
      expect(() =>
        kernel.logits(params, { from: 0, to: 1, order: Int32Array.of(17) }, new Float64Array(C)),
      ).toThrow("logits: order[0] is 17, but X has 17 rows");
      expect(() => bind({ ...csrOf(Float64Array.of(1, 2), 1, 2, Float64Array), nColumns: 1 })).toThrow(
        "linear: columns[1] is 1, but X has 1 columns",
      );
    });
  });

/** Central difference of f in parameter k. */
function slope(f: (theta: Float64Array) => number, k: number, h = 1e-5): number {
  const at = (delta: number) => f(params.map((p, j) => (j === k ? p + delta : p)));
  return (at(h) - at(-h)) / (2 * h);
}
