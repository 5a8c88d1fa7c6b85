import type { CsrFeatures, DenseFeatures, Features } from "@softmax/tensor-core";
import type { TakenRows } from "./blocks.js";

/** The rows of all pieces, one after the other; they are of one kind, and there is at least one piece. */
export function joinRows(pieces: readonly TakenRows[]): TakenRows {
  const [first] = pieces;
  if (pieces.length === 1) return first;
  return {
    features: joinFeatures(pieces.map(({ features }) => features)),
    targets: joined(pieces.map(({ targets }) => targets)),
    sampleWeight: first.sampleWeight && joined(pieces.map(({ sampleWeight }) => sampleWeight!)),
  };
}

/** The rows of all pieces, as `joinRows`. */
export function joinFeatures(pieces: readonly Features[]): Features {
  const [first] = pieces;
  const nRows = pieces.reduce((sum, piece) => sum + piece.nRows, 0);
  if (first.kind === "dense")
    return { ...first, nRows, data: joined((pieces as DenseFeatures[]).map(({ data }) => data)) };
  const sparse = (pieces as CsrFeatures[]).map((piece) => ({ ...piece, end: piece.rowStarts[piece.nRows] }));
  const rowStarts = new Int32Array(nRows + 1);
  let [row, at] = [0, 0];
  for (const piece of sparse) {
    for (let i = 1; i <= piece.nRows; i++) rowStarts[++row] = at + piece.rowStarts[i];
    at += piece.end;
  }
  return {
    ...first,
    nRows,
    values: joined(sparse.map(({ values, end }) => values.subarray(0, end))),
    columns: joined(sparse.map(({ columns, end }) => columns.subarray(0, end))),
    rowStarts,
  };
}

type Numbers = Float32Array | Float64Array | Uint8Array | Int32Array;

function joined<A extends Numbers>(arrays: readonly A[]): A {
  const Values = arrays[0].constructor as new (length: number) => A;
  const all = new Values(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
