import type { Encoder } from "@softmax/datasets";
import type { Example, ImageInput, SampleField, SampleForm, SampleValue } from "../shared/ipc/predict.js";
import { rowsOf } from "./datasetSummary.js";
import { imageEncoder, pictureOf, pixelsOf } from "./inspectPictures.js";
import type { LoadedRun } from "./inspectRun.js";
import { inkOf, meanExtent } from "./predictInk.js";

/** Images looked at to learn how large drawings are. */
const measured = 500;

/** More numbers than anyone types. */
const mostNumbers = 256;

export function formOf(run: LoadedRun): SampleForm {
  const { model, parts } = run;
  const image = imageInput(run);
  return {
    label: parts?.label ?? model.label ?? "label",
    classes: model.classes,
    fields: image ? [] : model.encoders.map(fieldOf),
    image,
    nExamples: parts ? parts.train.rows.length : 0,
  };
}

function fieldOf(encoder: Encoder): SampleField {
  const { column } = encoder;
  if (encoder.kind === "number") return { kind: "number", column, median: encoder.median };
  if (encoder.kind === "one-hot") return { kind: "choice", column, categories: encoder.categories };
  if (encoder.kind === "text") return { kind: "text", column };
  const { nFeatures, featureNames } = encoder;
  const names = nFeatures > mostNumbers ? [] : Array.from({ length: nFeatures }, (_, j) => `${column}[${j}]`);
  return { kind: "numbers", column, names: names.map((name, j) => featureNames?.[j] ?? name) };
}

function imageInput({ model, parts, images }: LoadedRun): ImageInput | undefined {
  const encoder = imageEncoder(model.encoders);
  if (!encoder) return undefined;
  const { width, height, channels } = encoder.image;
  if (!parts || !images) return { width, height, channels, extent: 0.75, bright: true };
  const pixels = pixelsOf(parts.train.dataset, encoder);
  const some = Array.from({ length: Math.min(measured, pixels.nRows) }, (_, i) =>
    pictureOf(pixels, i, images),
  );
  const inks = some.map(inkOf);
  const bright = inks.filter((ink) => ink.bright).length * 2 >= inks.length;
  return { width, height, channels, extent: meanExtent(inks), bright };
}

/** A row of the training part as one would type it. */
export function exampleOf({ model, parts, images }: LoadedRun, index: number): Example {
  if (!parts) throw new Error("The data of this run cannot be read again, so there are no examples.");
  const { dataset, rows } = parts.train;
  const at = index % rows.length;
  const row = rows[at] + 1;
  const [encoder] = model.encoders;
  if (images) {
    const { pixels } = pictureOf(pixelsOf(dataset, encoder), at, images);
    return { row, values: {}, pixels };
  }
  const cells = rowsOf(dataset, at, 1)[0];
  const values: Record<string, SampleValue> = {};
  for (const [c, column] of dataset.columns.entries())
    if (column.kind !== "block") values[column.name] = cells[c] === null ? null : String(cells[c]);
    else if (column.features.kind === "dense" && column.features.nColumns <= mostNumbers)
      values[column.name] = blockValues(column.features, at);
  return { row, values };
}

function blockValues(
  {
    data,
    nColumns,
    scale,
  }: { readonly data: ArrayLike<number>; readonly nColumns: number; readonly scale: number },
  row: number,
): string[] {
  return Array.from({ length: nColumns }, (_, j) => String(scale * data[row * nColumns + j]));
}
