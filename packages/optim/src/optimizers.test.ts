import { normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd } from "./optimizers.js";
import { cosineDecay } from "./schedules.js";
import {
  addDecayedWeights,
  chain,
  clipByGlobalNorm,
  scale,
  scaleByLearningRate,
  scaleBySchedule,
  type Transformation,
} from "./transformation.js";

/** Parameters after one update for each gradient. */
function follow(transformation: Transformation, params: Float64Array, gradients: ArrayLike<number>[]) {
  let state = transformation.init(params);
  for (const gradient of gradients) {
    const updates = Float64Array.from(gradient);
    state = transformation.update(updates, state, params);
    params = params.map((value, j) => value + updates[j]);
  }
  return params;
}

const gradients = [
  [0.5, -1, 2, 0.25],
  [0.4, -0.9, -1.5, 0.25],
  [-0.3, 0.8, 1, -0.5],
  [0.1, 0, -0.7, 0.125],
  [0.05, -0.2, 3, 0],
];
const start = Float64Array.of(1, -2, 3, 0.5);

describe("agrees with optax 0.2.8 in float64 after the same five gradients:", () => {
  it.each<[string, Transformation, number[]]>([
    ["sgd", sgd(0.1), [0.9249999999999999, -1.8699999999999999, 2.619999999999999, 0.48749999999999993]],
    ["momentum", momentum(0.1), [0.714985, -1.4777799999999999, 2.25883, 0.4233975]],
    [
      "nesterov",
      nesterov(0.1),
      [0.6684864999999999, -1.4000020000000002, 1.9529470000000004, 0.41855775000000006],
    ],
    [
      "adagrad",
      adagrad(0.1),
      [0.8589697983177745, -1.8715391670272605, 2.8746983552680487, 0.39093897997411786],
    ],
    [
      "rmsprop",
      rmsprop(0.1),
      [0.5475133291327909, -1.5904346126427358, 2.5939638587794223, 0.15092016428181548],
    ],
    ["adam", adam(0.1), [0.6774786092714062, -1.7095770136146027, 2.8063045579156003, 0.29730623045388105]],
    [
      "adamw, the last parameter without decay",
      adamw(0.1, { weightDecay: 0.01, nWeights: 3 }),
      [0.6733104130385962, -1.700389224877935, 2.791830236823055, 0.29730623045388105],
    ],
    [
      "sgd after clipping to norm 1",
      chain(clipByGlobalNorm(1), sgd(0.1)),
      [0.9658863875032839, -1.9571411921223807, 2.895188288281227, 0.4983882467184802],
    ],
    [
      "sgd with a cosine schedule",
      sgd(cosineDecay(0.1, { steps: 4 })),
      [0.9293933982822018, -1.8631801948466054, 2.888284271247462, 0.4768305826175841],
    ],
  ])("%s", (_, transformation, expected) => {
    follow(transformation, start, gradients).forEach(
      (value, j) => void expect(value).toBeCloseTo(expected[j], 9),
    );
  });
});

/** The published formulas for one parameter, as they are printed. */
type Scalar = (gradients: number[], theta: number) => number;

const published: Record<string, [Transformation, Scalar]> = {
  momentum: [
    momentum(0.03, { momentum: 0.8 }),
    (gs, theta) => {
      let m = 0;
      for (const g of gs) {
        m = 0.8 * m + g;
        theta -= 0.03 * m;
      }
      return theta;
    },
  ],
  nesterov: [
    nesterov(0.03, { momentum: 0.8 }),
    (gs, theta) => {
      // Sutskever et al. (2013): gradients at the look-ahead θ + μv; ours are those at φ = θ + μv.
      let [v, ahead] = [0, theta];
      for (const g of gs) {
        const plain = ahead - 0.8 * v;
        v = 0.8 * v - 0.03 * g;
        ahead = plain + v + 0.8 * v;
      }
      return ahead;
    },
  ],
  adagrad: [
    adagrad(0.1, { epsilon: 0.01 }),
    (gs, theta) =>
      gs.reduce((at, g, t) => at - (0.1 * g) / (0.01 + Math.hypot(...gs.slice(0, t + 1))), theta),
  ],
  rmsprop: [
    rmsprop(0.02, { decay: 0.7, epsilon: 0.01 }),
    (gs, theta) => {
      const meanSquare = (t: number): number => (t < 0 ? 0 : 0.7 * meanSquare(t - 1) + 0.3 * gs[t] ** 2);
      return gs.reduce((at, g, t) => at - (0.02 * g) / (Math.sqrt(meanSquare(t)) + 0.01), theta);
    },
  ],
  adam: [
    adam(0.05, { beta1: 0.8, beta2: 0.95, epsilon: 0.01 }),
    (gs, theta) => {
      const average = (beta: number, values: number[]) =>
        ((1 - beta) * values.reduce((sum, x, i) => sum + beta ** (values.length - 1 - i) * x, 0)) /
        (1 - beta ** values.length);
      return gs.reduce((at, _, t) => {
        const seen = gs.slice(0, t + 1);
        const squares = seen.map((g) => g * g);
        return at - (0.05 * average(0.8, seen)) / (Math.sqrt(average(0.95, squares)) + 0.01);
      }, theta);
    },
  ],
};

describe.each(Object.entries(published))("%s", (_, [transformation, scalar]) => {
  it.each([0, 1, 3, 17])("is the published formula over %d steps, parameter by parameter", (steps) => {
    const [size, params] = [5, normal(random(1), 5)];
    const all = Array.from({ length: steps }, (_, t) => normal(random(2, t), size));
    const found = follow(transformation, params, all);
    for (let j = 0; j < size; j++) {
      const expected = scalar(
        all.map((gradient) => gradient[j]),
        params[j],
      );
      expect(found[j]).toBeCloseTo(expected, 12);
    }
  });

  it("writes to neither the state nor the parameters it is given", () => {
    const params = Float64Array.of(1, 2);
    const first = transformation.init(params);
    const kept = structuredClone(first);
    transformation.update(Float64Array.of(0.3, -1), first, params);
    expect(first).toEqual(kept);
    expect(params).toEqual(Float64Array.of(1, 2));
  });

  it("accepts a model without parameters", () => {
    expect(follow(transformation, new Float64Array(0), [[], []])).toEqual(new Float64Array(0));
  });
});

describe("transformations", () => {
  it("weight decay pulls the weights and leaves the bias", () => {
    const decayed = follow(
      chain(addDecayedWeights(0.5, 2), scaleByLearningRate(0.1)),
      Float64Array.of(1, -2, 4),
      [[0, 0, 0]],
    );
    expect(Array.from(decayed)).toEqual([0.95, -1.9, 4]);
  });

  it("clipping keeps short updates and shortens long ones to the norm, in their direction", () => {
    const clip = clipByGlobalNorm(5);
    const [short, long] = [Float64Array.of(3, 0), Float64Array.of(30, 40)];
    clip.update(short, {}, short);
    clip.update(long, {}, long);
    expect(Array.from(short)).toEqual([3, 0]);
    expect(Array.from(long)).toEqual([3, 4]);
  });

  it("a chain applies its links in order, each with its own state", () => {
    const twice = chain(
      scaleBySchedule((step) => step + 1),
      chain(
        scale(10),
        scaleBySchedule((step) => 2 ** step),
      ),
    );
    expect(Array.from(follow(twice, Float64Array.of(0), [[1], [1], [1]]))).toEqual([10 + 40 + 120]);
    expect(Object.keys(twice.init(Float64Array.of(0)))).toEqual(["0.count", "1.1.count"]);
  });

  it("refuses decays outside [0, 1), and norms and weight decays that make no sense", () => {
    expect(() => momentum(0.1, { momentum: 1 })).toThrow("trace: decay is 1 but must be in [0, 1)");
    expect(() => adam(0.1, { beta2: -0.1 })).toThrow("scaleByAdam: beta2 is -0.1 but must be in [0, 1)");
    expect(() => clipByGlobalNorm(0)).toThrow("clipByGlobalNorm: maxNorm is 0 but must be positive");
    expect(() => addDecayedWeights(-1)).toThrow(
      "addDecayedWeights: weightDecay is -1 but must be at least 0",
    );
  });
});
