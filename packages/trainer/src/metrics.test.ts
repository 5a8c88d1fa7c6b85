import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type MetricsOptions, metricsOf } from "./metrics.js";

/** Logits whose softmax is p. */
const logitsOf = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flat(), Math.log);

describe("metricsOf against scikit-learn", () => {
  const { cases } = JSON.parse(
    readFileSync(new URL("../test/fixtures/metrics.json", import.meta.url), "utf8"),
  ) as { cases: FixtureCase[] };

  it.each(cases)("$name", ({ name: _, nClasses, logits, targets, weights, ...expected }) => {
    const found = metricsOf({
      logits: Float64Array.from(logits),
      targets: Int32Array.from(targets),
      nClasses,
      weights: weights ? Float64Array.from(weights) : undefined,
    });
    for (const [name, value] of Object.entries(expected))
      expectClose(found[name as keyof typeof found], value, name);
  });
});

interface FixtureCase extends Record<string, unknown> {
  name: string;
  nClasses: number;
  logits: number[];
  targets: number[];
  weights: number[] | null;
}

function expectClose(found: unknown, expected: unknown, name: string): void {
  if (typeof expected === "number") expect(found, name).toBeCloseTo(expected, 12);
  else if (expected === null) expect(found, name).toBeNull();
  else
    for (const key of Object.keys(expected as object))
      expectClose(
        (found as Record<string, unknown>)[key],
        (expected as Record<string, unknown>)[key],
        `${name}.${key}`,
      );
}

describe("metricsOf by hand", () => {
  const p = [
    [0.7, 0.2, 0.1],
    [0.62, 0.28, 0.1],
    [0.2, 0.5, 0.3],
    [0.1, 0.62, 0.28],
  ];
  const metrics = metricsOf({ logits: logitsOf(p), targets: Int32Array.of(0, 1, 1, 2), nClasses: 3 });

  it("counts: rows of the confusion matrix are true, columns predicted", () => {
    expect(metrics.confusion).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [0, 1, 0],
    ]);
    expect(metrics.accuracy).toBe(0.5);
    expect(metrics.balancedAccuracy).toBe((1 + 0.5 + 0) / 3);
    expect(metrics.n).toBe(4);
  });

  it("log loss in nats and Brier without a factor ½", () => {
    expect(metrics.logLoss).toBeCloseTo(-Math.log(0.7 * 0.28 * 0.5 * 0.28) / 4, 14);
    const rows = [
      0.3 ** 2 + 0.2 ** 2 + 0.1 ** 2,
      0.62 ** 2 + 0.72 ** 2 + 0.1 ** 2,
      0.2 ** 2 + 0.5 ** 2 + 0.3 ** 2,
      0.1 ** 2 + 0.62 ** 2 + 0.72 ** 2,
    ];
    expect(metrics.brier).toBeCloseTo(rows.reduce((a, b) => a + b) / 4, 14);
  });

  it("an undefined metric is null and left out of the averages", () => {
    expect(metrics.perClass).toEqual([
      { precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
      { precision: 0.5, recall: 0.5, f1: 0.5, support: 2 },
      { precision: null, recall: 0, f1: 0, support: 1 },
    ]);
    expect(metrics.macro.precision).toBe(0.5);
    expect(metrics.macro.f1).toBeCloseTo((2 / 3 + 0.5 + 0) / 3, 15);
    expect(metrics.weighted.f1).toBeCloseTo((2 / 3 + 2 * 0.5 + 0) / 4, 15);
  });

  it("calibration: Σ share · |accuracy − confidence| over the bins of the top probability", () => {
    const filled = metrics.calibration.filter(({ weight }) => weight > 0);
    expect(filled.map(({ above, upTo }) => [above * 15, upTo * 15].map(Math.round))).toEqual([
      [7, 8],
      [9, 10],
      [10, 11],
    ]);
    expect(filled.map(({ accuracy }) => accuracy)).toEqual([1, 0, 1]);
    expect(metrics.ece).toBeCloseTo(0.25 * 0.5 + 0.5 * 0.62 + 0.25 * 0.3, 14);
  });
});

describe("metricsOf at the edges", () => {
  const of = (options: Partial<MetricsOptions> & Pick<MetricsOptions, "logits" | "targets">) =>
    metricsOf({ nClasses: 2, ...options });

  it("without rows, or without weight, nothing is defined", () => {
    const empty = of({ logits: new Float64Array(0), targets: new Int32Array(0) });
    const weightless = of({
      logits: Float64Array.of(1, 2),
      targets: Int32Array.of(0),
      weights: Float64Array.of(0),
    });
    for (const metrics of [empty, weightless]) {
      const { accuracy, balancedAccuracy, logLoss, brier, ece, macro, weighted } = metrics;
      for (const value of [accuracy, balancedAccuracy, logLoss, brier, ece]) expect(value).toBeNull();
      for (const averages of [macro, weighted])
        expect(averages).toEqual({ precision: null, recall: null, f1: null });
    }
  });

  it("equal logits predict the lowest class", () => {
    expect(of({ logits: Float64Array.of(3, 3), targets: Int32Array.of(0) }).accuracy).toBe(1);
    expect(of({ logits: Float64Array.of(3, 3), targets: Int32Array.of(1) }).accuracy).toBe(0);
  });

  it("log loss is exact and finite where the probability underflows", () => {
    const targets = Int32Array.of(1);
    expect(of({ logits: Float64Array.of(1e4, -1e4), targets }).logLoss).toBe(2e4);
    expect(of({ logits: Float64Array.of(1e4, -1e4), targets, link: "sigmoid" }).logLoss).toBe(1e4);
  });

  it("Brier is 2 for a certain mistake and 0 for certain truth", () => {
    expect(of({ logits: Float64Array.of(1e3, 0), targets: Int32Array.of(1) }).brier).toBe(2);
    expect(of({ logits: Float64Array.of(1e3, 0), targets: Int32Array.of(0) }).brier).toBe(0);
  });

  it("a sigmoid link uses p_c = σ(z_c) / Σ σ", () => {
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const [a, b] = [sigmoid(0.3), sigmoid(-1.2)];
    const metrics = of({ logits: Float64Array.of(0.3, -1.2), targets: Int32Array.of(1), link: "sigmoid" });
    expect(metrics.logLoss).toBeCloseTo(-Math.log(b / (a + b)), 14);
    expect(metrics.brier).toBeCloseTo(2 * (a / (a + b)) ** 2, 14);
  });

  it.each([1, 3, 4, 5, 17])("bins are right-closed: a confidence of 1 of %i equal classes", (C) => {
    const { calibration } = metricsOf({
      logits: new Float64Array(C),
      targets: Int32Array.of(0),
      nClasses: C,
    });
    const bin = calibration.find(({ weight }) => weight === 1)!;
    expect(1 / C > bin.above && 1 / C <= bin.upTo).toBe(true);
    expect(calibration).toHaveLength(15);
  });

  it("names what does not fit", () => {
    expect(() => of({ logits: new Float64Array(3), targets: new Int32Array(2) })).toThrow(
      "metricsOf: logits has 3 values but 2 targets and 2 classes need 4",
    );
    expect(() =>
      of({ logits: new Float64Array(2), targets: Int32Array.of(0), weights: new Float64Array(2) }),
    ).toThrow("metricsOf: there are 2 weights but 1 targets");
    expect(() => of({ logits: new Float64Array(2), targets: Int32Array.of(-1) })).toThrow(
      "metricsOf: the target of row 0 is -1, not a class in 0 to 1",
    );
  });
});

describe("weights", () => {
  const [n, C] = [17, 3];
  const logits = Float64Array.from({ length: n * C }, (_, k) => 3 * Math.sin(1 + k * k));
  const targets = Int32Array.from({ length: n }, (_, i) => (i * i) % C);
  const repeats = Array.from({ length: n }, (_, i) => i % 4);

  it("weight 2 equals repeating the row, and weight 0 leaving it out", () => {
    const rows = repeats.flatMap((times, i) => new Array<number>(times).fill(i));
    const repeated = metricsOf({
      logits: Float64Array.from(rows.flatMap((i) => Array.from(logits.subarray(i * C, i * C + C)))),
      targets: Int32Array.from(rows, (i) => targets[i]),
      nClasses: C,
    });
    const weighted = metricsOf({ logits, targets, nClasses: C, weights: Float64Array.from(repeats) });
    const { n: rowCount, ...rest } = repeated;
    expect(rowCount).toBe(rows.length);
    expectClose(weighted, rest, "weighted");
  });

  it("their unit does not matter", () => {
    const weights = Float64Array.from(repeats);
    const {
      confusion: _,
      calibration: __,
      perClass: ___,
      ...first
    } = metricsOf({ logits, targets, nClasses: C, weights });
    expectClose(
      metricsOf({ logits, targets, nClasses: C, weights: weights.map((w) => 7 * w) }),
      first,
      "scaled",
    );
  });

  it("recall weighted by support is the accuracy", () => {
    const { accuracy, weighted } = metricsOf({ logits, targets, nClasses: C });
    expect(weighted.recall).toBeCloseTo(accuracy!, 14);
  });
});
