import type { Features } from "@softmax/tensor-core";
import {
  type Column,
  DataError,
  type NumberColumn,
  type Place,
  rowPlace,
  type StringColumn,
} from "./dataset.js";
import type { BlockEncoder } from "./encoder.js";
import { indexOfInfinite, indexOfNonFinite } from "./finite.js";
import { isNumeric } from "./numeric.js";

/**
 * A column read as numbers: strings that are numbers become such.
 *
 * @throws DataError for other strings, for a block and for infinities
 */
export function asNumbers(place: Place, column: Column): NumberColumn {
  if (column.kind === "block")
    throw new DataError(
      `${place.name}: column "${column.name}" is a block of features; the model needs a number`,
    );
  const { name } = column;
  const values = column.kind === "number" ? column.values : numbersOf(place, column);
  const infinite = indexOfInfinite(values);
  if (infinite !== -1)
    throw new DataError(
      `${rowPlace(place, infinite)}, column "${name}": found ${values[infinite]}, expected a finite number`,
    );
  return { kind: "number", name, values };
}

function numbersOf(place: Place, { name, codes, categories }: StringColumn): Float64Array {
  const stray = codes.findIndex((code) => code !== -1 && !isNumeric(categories[code]));
  if (stray !== -1)
    throw new DataError(
      `${rowPlace(place, stray)}, column "${name}": found "${categories[codes[stray]]}", expected a number`,
    );
  return Float64Array.from(codes, (code) => (code === -1 ? Number.NaN : Number(categories[code])));
}

/**
 * A column read as strings: numbers are written out.
 *
 * @throws DataError for a block
 */
export function asStrings(place: Place, column: Column): StringColumn {
  if (column.kind === "string") return column;
  if (column.kind === "block")
    throw new DataError(
      `${place.name}: column "${column.name}" is a block of features; the model needs text`,
    );
  const index = new Map<string, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const text = String(value);
    if (!index.has(text)) index.set(text, index.size);
    return index.get(text)!;
  });
  return { kind: "string", name: column.name, codes, categories: [...index.keys()] };
}

/**
 * A column's block, of the encoder's width; sparse rows may be narrower, since they end where their last
 * entry does.
 *
 * @throws DataError for single values, another width, and values that are not finite
 */
export function asBlock(place: Place, column: Column, { nFeatures }: BlockEncoder): Features {
  const { name } = column;
  if (column.kind !== "block")
    throw new DataError(
      `${place.name}: column "${name}" holds single values; the model needs a block of ${nFeatures} features`,
    );
  const { features } = column;
  const fits = features.kind === "csr" ? features.nColumns <= nFeatures : features.nColumns === nFeatures;
  if (!fits)
    throw new DataError(`${place.name}: "${name}" has ${features.nColumns} features, expected ${nFeatures}`);
  checkFinite(place, name, features);
  return { ...features, nColumns: nFeatures };
}

function checkFinite(place: Place, name: string, features: Features): void {
  const values = features.kind === "csr" ? features.values : features.data;
  const wrong = indexOfNonFinite(values);
  if (wrong === -1) return;
  const row =
    features.kind === "csr"
      ? features.rowStarts.findLastIndex((start) => start <= wrong)
      : Math.floor(wrong / features.nColumns);
  throw new DataError(`${rowPlace(place, row)}: "${name}" holds ${values[wrong]}, expected finite numbers`);
}
