import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "./dataset.js";
import { columnLabels, encodeLabels } from "./labels.js";
import { datasetFromRecords, datasetFromRows } from "./samples.js";

const labelled = (values: (string | number | null)[]): Dataset =>
  datasetFromRecords(
    values.map((label) => ({ label })),
    "t",
  );

describe("encodeLabels", () => {
  it("orders numbers by value and strings by code point", () => {
    expect(encodeLabels(labelled([10, 9, -1, 10]), "label")).toEqual({
      targets: Int32Array.of(2, 1, 0, 2),
      classes: [-1, 9, 10],
    });
    expect(encodeLabels(labelled(["b", "é", "B", "\u{1f600}", "\uffee"]), "label").classes).toEqual([
      "B",
      "b",
      "é",
      "\uffee",
      "\u{1f600}",
    ]);
  });

  it("marks missing labels, and classes that the model does not have, with −1", () => {
    expect(encodeLabels(labelled(["a", null, "b"]), "label").targets).toEqual(Int32Array.of(0, -1, 1));
    expect(encodeLabels(labelled([1, null, 2]), "label").targets).toEqual(Int32Array.of(0, -1, 1));
    const { targets, classes } = encodeLabels(labelled(["a", "c", "b"]), "label", ["a", "b"]);
    expect(targets).toEqual(Int32Array.of(0, -1, 1));
    expect(classes).toEqual(["a", "b"]);
  });

  it("finds the model's numbers in a column of strings, and the other way round", () => {
    expect(encodeLabels(labelled(["1", "0", "x"]), "label", [0, 1]).targets).toEqual(Int32Array.of(1, 0, -1));
    expect(encodeLabels(labelled([1, 0, 2]), "label", ["0", "1"]).targets).toEqual(Int32Array.of(1, 0, -1));
  });

  it("has no class for categories without a row", () => {
    const dataset: Dataset = {
      name: "t",
      nSamples: 2,
      columns: [{ kind: "string", name: "y", codes: Int32Array.of(2, 0), categories: ["a", "b", "c"] }],
    };
    expect(encodeLabels(dataset, "y").classes).toEqual(["a", "c"]);
  });

  it("refuses measurements, blocks and columns that are not there", () => {
    expect(() => encodeLabels(labelled([1, 2.5]), "label")).toThrow(
      't, row 2: label 2.5 in column "label" is not whole; expected classes, not measurements',
    );
    expect(() => encodeLabels(datasetFromRows([[1]], undefined, "t"), "x")).toThrow(
      't: label "x" is a block of features; expected one value a row',
    );
    expect(() => encodeLabels(labelled([1]), "lable")).toThrow('t: no column "lable"; did you mean "label"?');
  });

  it("is undone by looking the targets up among the classes", () => {
    const values = fc.array(fc.oneof(fc.constantFrom("a", "b", "ß"), fc.constant(null)), { minLength: 1 });
    fc.assert(
      fc.property(values, (labels) => {
        const dataset = labelled([...labels, "z"]);
        const { targets, classes } = encodeLabels(dataset, "label");
        expect(Array.from(targets, (c) => (c === -1 ? null : classes[c]))).toEqual(
          columnLabels(dataset.columns[0]),
        );
      }),
    );
  });
});
