import { type CsrFeatures, type DenseFeatures, denseFeatures, type Features } from "@softmax/tensor-core";
import {
  type BlockColumn,
  type Column,
  DataError,
  type Dataset,
  type NumberArray,
  type NumberColumn,
  type StringColumn,
} from "./dataset.js";

/**
 * The samples of several datasets one after another, as `name`; columns are matched by name, and test parts
 * are left out.
 *
 * @throws DataError where one lacks a column of the first or has it of another kind or width
 */
export function concatSamples(datasets: readonly Dataset[], name: string): Dataset {
  const [first] = datasets;
  if (datasets.length === 1) return { ...first, name };
  const nSamples = datasets.reduce((sum, dataset) => sum + dataset.nSamples, 0);
  const columns = first.columns.map((column) =>
    concatColumns(datasets.map((dataset) => sameColumn(column, dataset, first))),
  );
  return { name, nSamples, columns, label: first.label };
}

function sameColumn({ kind, name }: Column, dataset: Dataset, first: Dataset): Column {
  const column = dataset.columns.find((candidate) => candidate.name === name);
  if (column?.kind === kind) return column;
  const found = column ? `a ${column.kind} column` : "no column";
  throw new DataError(`${dataset.name}: ${found} "${name}"; expected a ${kind} column as in ${first.name}`);
}

function concatColumns(columns: readonly Column[]): Column {
  const [{ kind, name }] = columns;
  if (kind === "string") return concatStrings(columns as StringColumn[]);
  if (kind === "block") return concatBlocks(columns as BlockColumn[]);
  const parts = (columns as NumberColumn[]).map(({ values }) => values);
  return { kind, name, values: joined(parts, widestType(parts)) };
}

/** The type that holds the values of all parts. */
function widestType(parts: readonly NumberArray[]): new (length: number) => NumberArray {
  return (
    [Float64Array, Float32Array].find((type) => parts.some((part) => part instanceof type)) ?? Uint8Array
  );
}

function concatStrings(columns: readonly StringColumn[]): StringColumn {
  const categories = [...new Set(columns.flatMap((column) => column.categories))];
  const index = new Map(categories.map((category, code) => [category, code]));
  const codes = columns.map((column) => {
    const moved = column.categories.map((category) => index.get(category)!);
    return column.codes.map((code) => (code === -1 ? -1 : moved[code]));
  });
  return { kind: "string", name: columns[0].name, codes: joined(codes, Int32Array), categories };
}

function concatBlocks(columns: readonly BlockColumn[]): BlockColumn {
  const [first] = columns;
  const blocks = columns.map(({ features }) => features);
  return {
    ...first,
    features: blocks.every((block) => block.kind === "dense")
      ? concatDense(blocks, first.name)
      : concatCsr(blocks, first.name),
  };
}

type FloatOrByteArray = DenseFeatures["data"];

function concatDense(blocks: readonly DenseFeatures[], name: string): DenseFeatures {
  const [{ nColumns, scale, data }] = blocks;
  const odd = blocks.find(
    (block) =>
      block.nColumns !== nColumns || block.scale !== scale || block.data.constructor !== data.constructor,
  );
  if (odd)
    throw new DataError(
      `block "${name}": ${odd.nColumns} features of ${odd.data.constructor.name}; expected ${nColumns} of ${data.constructor.name}`,
    );
  const parts = blocks.map((block) => block.data);
  const nRows = blocks.reduce((sum, block) => sum + block.nRows, 0);
  return denseFeatures(
    joined(parts, data.constructor as new (length: number) => FloatOrByteArray),
    nRows,
    nColumns,
    scale,
  );
}

/** Sparse rows of any widths: the result is as wide as the widest. */
function concatCsr(blocks: readonly Features[], name: string): CsrFeatures {
  const sparse = blocks.filter((block) => block.kind === "csr");
  if (sparse.length < blocks.length)
    throw new DataError(`block "${name}" is sparse in one file and dense in another`);
  const starts: number[] = [0];
  for (const { rowStarts, nRows } of sparse)
    for (let i = 0; i < nRows; i++) starts.push(starts.at(-1)! + rowStarts[i + 1] - rowStarts[i]);
  return {
    kind: "csr",
    values: joined(
      sparse.map(({ values }) => values),
      Float64Array,
    ),
    columns: joined(
      sparse.map(({ columns }) => columns),
      Int32Array,
    ),
    rowStarts: Int32Array.from(starts),
    nRows: starts.length - 1,
    nColumns: Math.max(...sparse.map(({ nColumns }) => nColumns)),
  };
}

function joined<A extends FloatOrByteArray | Int32Array>(
  parts: readonly ArrayLike<number>[],
  Values: new (length: number) => A,
): A {
  const whole = new Values(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
