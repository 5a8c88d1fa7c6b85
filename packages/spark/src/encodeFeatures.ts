import type { BlockEncoder, Encoder, NumberEncoder, OneHotEncoder } from "@softmax/datasets";
import {
  call,
  cast,
  double,
  doubles,
  type Expr,
  either,
  equal,
  integer,
  lambda,
  minus,
  over,
  text,
  texts,
  times,
} from "./expressions.js";
import { SparkError } from "./sparkError.js";
import { type Table, type TableColumn, tableColumn } from "./table.js";

/**
 * The features [d] of a row as an array of doubles: what `encodeFeatures` of @softmax/datasets makes of it.
 *
 * @throws SparkError where a column is missing or of another kind, or an encoder is for text
 */
export function encodedFeatures(encoders: readonly Encoder[], table: Table): Expr {
  const parts: Expr[] = [];
  let scalars: Expr[] = [];
  const flush = () => {
    if (scalars.length > 0) parts.push(call("array", ...scalars));
    scalars = [];
  };
  for (const encoder of encoders) {
    const source = tableColumn(table, encoder.column);
    if (encoder.kind === "number") scalars.push(numberFeature(encoder, table, source));
    else {
      flush();
      parts.push(arrayFeatures(encoder, table, source));
    }
  }
  flush();
  return parts.length === 1 ? parts[0] : call("concat", ...parts);
}

function arrayFeatures(encoder: Exclude<Encoder, NumberEncoder>, table: Table, source: TableColumn): Expr {
  if (encoder.kind === "one-hot") return oneHotFeatures(encoder, table, source);
  if (encoder.kind === "block") return blockFeatures(encoder, table, source);
  throw new SparkError(
    `column "${encoder.column}": the model reads it as text, which Spark does not; use the engine local`,
  );
}

/** (v − mean) / deviation, where the median stands for what is missing. */
function numberFeature({ median, mean, deviation }: NumberEncoder, table: Table, source: TableColumn): Expr {
  const filled = call("coalesce", numberOf(table, source), double(median));
  const centered = mean === 0 ? filled : minus(filled, double(mean));
  return deviation === 1 ? centered : over(centered, double(deviation));
}

/** A column as numbers; text among strings ends the job. */
function numberOf(table: Table, { name, kind, type, value }: TableColumn): Expr {
  if (kind === "number") return value;
  if (kind === "string") return cast(value, "double");
  throw unfit(table, name, type, "numbers");
}

/** A column as strings, numbers written as we write them: 1, not 1.0. */
function textOf(table: Table, { name, kind, type, value }: TableColumn): Expr {
  if (kind === "string") return value;
  if (kind !== "number") throw unfit(table, name, type, "strings");
  const whole = cast(value, "bigint");
  return cast(
    either(equal(value, cast(whole, "double")), cast(whole, "string"), cast(value, "string")),
    "string",
  );
}

const unfit = (table: Table, name: string, type: string, expected: string) =>
  new SparkError(`${table.name}: column "${name}" is of type ${type}; the model needs ${expected}`);

/** 1 at the row's category, else 0; nothing but zeros for a category that is missing or unseen. */
function oneHotFeatures({ categories }: OneHotEncoder, table: Table, source: TableColumn): Expr {
  const isCategory = lambda(["category"], (category) =>
    either(call("<=>", category, textOf(table, source)), double(1), double(0)),
  );
  return call("transform", texts(categories), isCategory);
}

/** scale · v, less mean and over deviation where there are any; a row of another length ends the job. */
function blockFeatures(encoder: BlockEncoder, table: Table, { name, kind, type, value }: TableColumn): Expr {
  const { nFeatures, scale, mean, deviation } = encoder;
  if (kind !== "block") throw unfit(table, name, type, `arrays of ${nFeatures} numbers`);
  const fits = equal(call("size", value), integer(nFeatures));
  const wrong = text(`a row of column "${name}" has not the ${nFeatures} values that the model needs`);
  const whole = either(fits, value, call("raise_error", wrong));
  const scaled =
    scale === 1
      ? whole
      : call(
          "transform",
          whole,
          lambda(["v"], (v) => times(v, double(scale))),
        );
  if (!mean || !deviation) return scaled;
  const centered = call(
    "zip_with",
    scaled,
    doubles(mean),
    lambda(["v", "m"], (v, m) => minus(v, m)),
  );
  return call(
    "zip_with",
    centered,
    doubles(deviation),
    lambda(["v", "s"], (v, s) => over(v, s)),
  );
}
