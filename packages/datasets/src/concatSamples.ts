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

/**
 * The column of that name and kind, without its values or with them.
 *
 * @throws DataError where there is none
 */
export function sameColumn<C extends Pick<Column, "kind" | "name">>(
  { kind, name }: Pick<Column, "kind" | "name">,
  dataset: { readonly name: string; readonly columns: readonly C[] },
  first: { readonly name: string },
): C {
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
  refuseUnlike(blocks.map(shapeOf), name);
  const parts = blocks.map((block) => block.data);
  const nRows = blocks.reduce((sum, block) => sum + block.nRows, 0);
  return denseFeatures(
    joined(parts, data.constructor as new (length: number) => FloatOrByteArray),
    nRows,
    nColumns,
    scale,
  );
}

/** What blocks have in common that are put together. */
export interface BlockShape {
  readonly kind: Features["kind"];
  readonly nColumns: number;
  readonly scale: number;
  /** The name of the array type. */
  readonly type: string;
}

export const shapeOf = (features: Features): BlockShape => ({
  kind: features.kind,
  nColumns: features.nColumns,
  scale: features.kind === "dense" ? features.scale : 1,
  type: (features.kind === "dense" ? features.data : features.values).constructor.name,
});

/** @throws DataError for blocks that are dense and sparse, or dense of different widths or types */
export function refuseUnlike(shapes: readonly BlockShape[], name: string): void {
  const [{ kind, nColumns, scale, type }] = shapes;
  if (shapes.some((shape) => shape.kind !== kind))
    throw new DataError(`block "${name}" is sparse in one file and dense in another`);
  const odd = shapes.find(
    (shape) => shape.nColumns !== nColumns || shape.scale !== scale || shape.type !== type,
  );
  if (odd && kind === "dense")
    throw new DataError(
      `block "${name}": ${odd.nColumns} features of ${odd.type}; expected ${nColumns} of ${type}`,
    );
}

/** Sparse rows of any widths: the result is as wide as the widest. */
function concatCsr(blocks: readonly Features[], name: string): CsrFeatures {
  refuseUnlike(blocks.map(shapeOf), name);
  const sparse = blocks.filter((block) => block.kind === "csr");
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
