import fc from "fast-check";
import { expect, it } from "vitest";
import { columnStatistics } from "./columnStatistics.js";

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
