import { blobs, type Dataset, moons, type NumberColumn, rings, spirals, xor } from "@softmax/datasets";
import type { Drawing, PointSet } from "../shared/ipc/points.js";
import { pointLabels } from "../shared/pointNames.js";

/** Painted points as the table that `points.csv` holds: x1, x2, label. */
export function datasetOf({ x1, x2, classes }: PointSet): Dataset {
  return {
    name: "points",
    nSamples: classes.length,
    columns: [
      { kind: "number", name: "x1", values: x1 },
      { kind: "number", name: "x2", values: x2 },
      { kind: "string", name: "label", codes: Int32Array.from(classes), categories: [...pointLabels] },
    ],
    label: "label",
  };
}

/** What `datasetOf` gave, read again; the sentence of what is wrong where it is another table. */
export function pointsOf({ nSamples, columns }: Dataset): PointSet | string {
  const [x1, x2, label] = ["x1", "x2", "label"].map((name) => columns.find((column) => column.name === name));
  if (x1?.kind !== "number" || x2?.kind !== "number" || label?.kind !== "string")
    return "expected the columns x1 and x2 of numbers and label of letters";
  const known = label.categories.map((letter) => pointLabels.indexOf(letter));
  const classes = new Uint8Array(nSamples);
  for (let i = 0; i < nSamples; i++) {
    const c = label.codes[i] === -1 ? -1 : known[label.codes[i]];
    if (c === -1 || !Number.isFinite(x1.values[i]) || !Number.isFinite(x2.values[i]))
      return `row ${i + 1}: expected two numbers and a label from ${pointLabels[0]} to ${pointLabels.at(-1)}`;
    classes[i] = c;
  }
  return { x1: Float64Array.from(x1.values), x2: Float64Array.from(x2.values), classes };
}

/** A generator's points; xor and moons have two classes whatever is asked. */
export function generate({ shape, ...options }: Drawing): PointSet {
  const { columns } = { blobs, rings, moons, spirals, xor }[shape](options);
  const [x1, x2, label] = (columns as readonly NumberColumn[]).map(({ values }) => values);
  return { x1: Float64Array.from(x1), x2: Float64Array.from(x2), classes: Uint8Array.from(label) };
}
