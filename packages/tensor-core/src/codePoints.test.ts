import fc from "fast-check";
import { test } from "vitest";
import { compareCodePoints } from "./codePoints.js";

test("orders as the code points do", () => {
  const points = (text: string) => [...text].map((char) => char.codePointAt(0)!);
  const byPoints = (a: string, b: string) => {
    const [x, y] = [points(a), points(b)];
    const k = x.findIndex((point, i) => point !== y[i]);
    return k === -1 ? x.length - y.length : x[k] - (y[k] ?? -1);
  };
  const text = fc.string({
    unit: fc.constantFrom("a", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}"),
    maxLength: 4,
  });
  fc.assert(
    fc.property(text, text, (a, b) => Math.sign(compareCodePoints(a, b)) === Math.sign(byPoints(a, b))),
    { numRuns: 1000 },
  );
});
