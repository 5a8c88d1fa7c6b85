import { describe, expect, it } from "vitest";
import { chooseColumns, columnWeights, findColumn } from "./columns.js";
import type { Dataset } from "./dataset.js";
import { datasetFromRecords, datasetFromRows } from "./samples.js";

const withColumns = (...names: string[]): Dataset => ({
  name: "t",
  nSamples: 1,
  columns: names.map((name, i) => ({ kind: "number", name, values: Float64Array.of(i) })),
});

describe("chooseColumns", () => {
  it.each([
    [["a", "b", "Label"], "Label"],
    [["a", "CLASS", "b"], "CLASS"],
    [["target", "a"], "target"],
    [["x", "y"], "y"],
    [["y", "x", "label"], "label"],
  ])("finds the label among %j", (names, label) => {
    expect(chooseColumns(withColumns(...names)).label).toBe(label);
  });

  it("prefers the label that is given, then the one that the format marks", () => {
    const marked = { ...withColumns("kind", "label"), label: "kind" };
    expect(chooseColumns(marked).label).toBe("kind");
    expect(chooseColumns(marked, { label: "label" }).label).toBe("label");
  });

  it.each([
    ["first", "3"],
    ["last", "c"],
    ["2", "1"],
    ["3", "3"],
    ["1", "1"],
  ])("takes %j as a position where no column has that name", (given, label) => {
    expect(chooseColumns(withColumns("3", "1", "c"), { label: given }).label).toBe(label);
  });

  it("lists the candidates where no label can be told", () => {
    expect(() => chooseColumns(withColumns("a", "b"))).toThrow(
      't: no column is called label, class, target or y; say which of "a", "b" to predict, or first or last',
    );
    expect(() => chooseColumns(withColumns("y", "Y", "a"))).toThrow("say which of");
  });

  it("leaves label, weight and group out of the features", () => {
    const choice = { weight: "w", group: "g" };
    expect(chooseColumns(withColumns("a", "w", "y", "g", "b"), choice)).toEqual({
      label: "y",
      weight: "w",
      group: "g",
      features: ["a", "b"],
    });
  });

  it("takes the features in the order given, without those to drop", () => {
    const dataset = withColumns("a", "b", "c", "y");
    expect(chooseColumns(dataset, { features: ["c", "a"] }).features).toEqual(["c", "a"]);
    expect(chooseColumns(dataset, { drop: ["b"] }).features).toEqual(["a", "c"]);
  });

  it("refuses names that are not columns, with the nearest one", () => {
    const dataset = withColumns("sepal_length", "petal_length", "label");
    const nearest = 'did you mean "sepal_length"?';
    expect(() => chooseColumns(dataset, { features: ["sepal_lenght"] })).toThrow(nearest);
    expect(() => chooseColumns(dataset, { drop: ["Sepal_Length"] })).toThrow(nearest);
    expect(() => chooseColumns(dataset, { weight: "weight" })).toThrow(
      't: no column "weight"; there is "sepal_length", "petal_length", "label"',
    );
    expect(() => chooseColumns(dataset, { label: "9" })).toThrow('no column "9"');
  });

  it("refuses a column with two parts to play, and a table without features", () => {
    const dataset = withColumns("a", "y");
    expect(() => chooseColumns(dataset, { features: ["a", "y"] })).toThrow("it cannot be a feature too");
    expect(() => chooseColumns(dataset, { weight: "y" })).toThrow("it cannot be the weight too");
    expect(() => chooseColumns(dataset, { drop: ["a"] })).toThrow("no column is left to learn from");
  });
});

describe("findColumn", () => {
  it("names at most ten of the others", () => {
    const dataset = withColumns(...Array.from({ length: 12 }, (_, i) => `feature ${i}`));
    expect(() => findColumn(dataset, "z")).toThrow(/"feature 9" and 2 more$/);
  });
});

describe("columnWeights", () => {
  it("are the numbers of the column", () => {
    const dataset = datasetFromRecords([{ w: 0 }, { w: 2.5 }]);
    expect(columnWeights(dataset, "w")).toEqual(Float64Array.of(0, 2.5));
  });

  it.each([[-1], [null], ["heavy"]])("must not be %j", (w) => {
    expect(() => columnWeights(datasetFromRecords([{ w: 1 }, { w }], "t"), "w")).toThrow(/^t.*"w".*expected/);
  });

  it("must not be a block", () => {
    expect(() => columnWeights(datasetFromRows([[1]]), "x")).toThrow('weight column "x" holds a block');
  });
});
