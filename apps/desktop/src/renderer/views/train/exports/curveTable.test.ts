import { expect, it } from "vitest";
import { emptyCurve, emptyMeasured, extendMeasured } from "../../../state/curve.js";
import { curveTable } from "./curveTable.js";

it("has a row for every step of either curve, empty where nothing was measured", () => {
  const curve = emptyCurve();
  curve.steps.push(1, 2, 4);
  curve.objective.push(3, 2, 1);
  curve.gradientNorm.push(0.3, Number.NaN, 0.1);
  curve.validationLoss.push(5, 6, 7);
  const measured = emptyMeasured();
  extendMeasured(measured, [
    { step: 2, trainAccuracy: 0.5, validationAccuracy: 0.25, gap: null },
    { step: 5, trainAccuracy: null, validationAccuracy: 0.75, gap: 1e-9 },
  ]);
  const table = Object.fromEntries(
    curveTable(curve, measured).map(({ name, values }) => [name, [...values]]),
  );
  const none = Number.NaN;
  expect(table).toEqual({
    step: [1, 2, 4, 5],
    objective: [3, 2, 1, none],
    gradientNorm: [0.3, none, 0.1, none],
    validationLoss: [5, 6, 7, none],
    trainAccuracy: [none, 0.5, none, none],
    validationAccuracy: [none, 0.25, none, 0.75],
    gap: [none, none, none, 1e-9],
  });
});
