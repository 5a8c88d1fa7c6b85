import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statisticsFitter } from "./columnStatistics.js";
import type { NumberArray } from "./dataset.js";

/** Of all passes over the pieces. */
function statisticsOf(pieces: readonly NumberArray[], rows: readonly Int32Array[], room: number) {
  const fitter = statisticsFitter(room);
  for (;;) {
    for (const [k, piece] of pieces.entries()) fitter.add(piece, rows[k]);
    const statistics = fitter.finish();
    if (statistics) return statistics;
  }
}

const columnStatistics = (values: NumberArray, rows: Int32Array) =>
  statisticsOf([values], [rows], Number.POSITIVE_INFINITY);

const allRows = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

it("are the same for bytes as for the same numbers in float64", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(bytes, (values) => {
      const rows = allRows(values.length);
      const [narrow, wide] = [values, Float64Array.from(values)].map((v) => columnStatistics(v, rows));
      expect(narrow.median).toBe(wide.median);
      expect(narrow.mean).toBeCloseTo(wide.mean, 12);
      expect(narrow.deviation).toBeCloseTo(wide.deviation, 12);
    }),
  );
});

it("are those of the given rows", () => {
  const values = Uint8Array.of(200, 1, 2, 6);
  const deviation = Math.sqrt((4 + 1 + 9) / 3);
  expect(columnStatistics(values, Int32Array.of(1, 2, 3))).toEqual({ median: 2, mean: 3, deviation });
});

it.each([[Uint8Array.of(7, 7, 7)], [Float64Array.of(0.1, 0.1, 0.1)], [Float32Array.of(1e-30, 1e-30)]])(
  "of equal values %j have that mean and deviation 1",
  (values) => {
    const [mean] = values;
    expect(columnStatistics(values, allRows(values.length))).toEqual({ median: mean, mean, deviation: 1 });
  },
);

it("of no value have no median", () => {
  expect(columnStatistics(new Uint8Array(3), allRows(0)).median).toBeNaN();
  expect(columnStatistics(Float32Array.of(Number.NaN), allRows(1)).median).toBeNaN();
});

it.each([1e-320, 1e-200, 1e-30, 1, 1e30, 1e200, 1e307])("of values around %f keep their digits", (scale) => {
  const { mean, deviation } = columnStatistics(
    Float64Array.of(1, 2, 6).map((x) => x * scale),
    allRows(3),
  );
  const precision = scale < 1e-307 ? 2 : 12;
  expect(mean / scale).toBeCloseTo(3, precision);
  expect(deviation / scale).toBeCloseTo(Math.sqrt(14 / 3), precision);
});

describe("in pieces", () => {
  const number = fc.oneof(
    fc.constantFrom(0, -0, Number.NaN, 1, 1e-310, -1e300, 2 ** -1074),
    fc.double({ noDefaultInfinity: true }),
    fc.integer({ min: -2, max: 2 }),
    fc.float({ min: 1, max: 2, noNaN: true }),
  );

  it("are, to the last bit, those of the whole, however few values may be kept", () => {
    const pieces = fc.array(fc.array(number, { maxLength: 8 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 12 }), (values, room) => {
        const whole = Float64Array.from(values.flat());
        const parts = values.map((piece) => Float64Array.from(piece));
        const inPieces = statisticsOf(
          parts,
          parts.map(({ length }) => allRows(length)),
          room,
        );
        expect(inPieces).toEqual(columnStatistics(whole, allRows(whole.length)));
      }),
      { numRuns: 2000, examples: [[[[-5e-324], [0], [-5e-324], []], 1]] },
    );
  });

  it("have the median of the sorted values, and those two middle ones that lie far apart", () => {
    const values = Float64Array.from({ length: 3000 }, (_, i) => (i % 2 ? 1 : -1) * (i * i + 0.5));
    const sorted = values.slice().sort();
    const pieces = Array.from({ length: 30 }, (_, k) => values.subarray(100 * k, 100 * k + 100));
    const rows = pieces.map(() => allRows(100));
    expect(statisticsOf(pieces, rows, 10).median).toBe((sorted[1499] + sorted[1500]) / 2);
  });
});
