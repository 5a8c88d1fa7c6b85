import { allocate, type Dtype } from "./dtype.js";
import { resolveAxis, type Shape, sameShape, showShape, sizeOf } from "./shape.js";
import { elements, record, Tensor, wrap } from "./tensor.js";

/** Whole numbers, of any shape where a tensor; negative ones count from the end. */
export type Indices = Tensor | ArrayLike<number>;

/**
 * Elements along the axis, by default the first, at the indices, in their order, possibly repeated: the
 * axis is replaced by the axes of `indices`.
 *
 * @throws RangeError for an index outside the axis
 * @example
 * take(tensor([[1, 2], [3, 4], [5, 6]]), [2, 0]).toNested(); // [[5, 6], [1, 2]]
 */
export function take(x: Tensor, indices: Indices, axis = 0): Tensor {
  const at = resolveAxis("take", axis, x.shape.length);
  const picks = resolveIndices("take", indices, x.shape[at]);
  const shape = indices instanceof Tensor ? indices.shape : [indices.length];
  return pick(x, picks, at).reshape([...x.shape.slice(0, at), ...shape, ...x.shape.slice(at + 1)]);
}

/**
 * Along the axis, by default the last, the elements at indices of their own: y[…, j, …] = x[…, indices[…, j, …], …].
 * Apart from the axis, the shapes must be the same.
 *
 * @throws RangeError when they are not, or for an index outside the axis
 * @example
 * takeAlongAxis(tensor([[1, 2], [3, 4]]), tensor([[1], [0]])).toNested(); // [[2], [3]]
 */
export function takeAlongAxis(x: Tensor, indices: Tensor, axis = -1): Tensor {
  const at = resolveAxis("takeAlongAxis", axis, x.shape.length);
  if (!sameShape(x.shape.with(at, 0), indices.shape.length > at ? indices.shape.with(at, 0) : []))
    throw new RangeError(
      `takeAlongAxis: x is ${showShape(x.shape)} but indices are ${showShape(indices.shape)}; apart from axis ${at} they must agree`,
    );
  const picks = resolveIndices("takeAlongAxis", indices, x.shape[at]);
  const inner = sizeOf(x.shape.slice(at + 1));
  const perOuter = indices.shape[at] * inner;
  const flat = picks.map((j, i) => (Math.floor(i / perOuter) * x.shape[at] + j) * inner + (i % inner));
  return pick(x.reshape([x.size]), flat, 0).reshape(indices.shape);
}

/**
 * 1 at each index and 0 elsewhere, along a new last axis of length `nClasses`.
 *
 * @param dtype default float64
 * @throws RangeError for an index outside −nClasses … nClasses − 1
 * @example
 * oneHot([2, 0], 3).toNested(); // [[0, 0, 1], [1, 0, 0]]
 */
export function oneHot(indices: Indices, nClasses: number, dtype: Dtype = "float64"): Tensor {
  const picks = resolveIndices("oneHot", indices, nClasses);
  const shape = indices instanceof Tensor ? indices.shape : [indices.length];
  const out = allocate(dtype, picks.length * nClasses);
  for (let i = 0; i < picks.length; i++) out[i * nClasses + picks[i]] = 1;
  return wrap(out, dtype, [...shape, nClasses]);
}

function pick(x: Tensor, picks: Int32Array, axis: number): Tensor {
  return record(
    [x],
    (x) => {
      const values = elements(x);
      const out = allocate(x.dtype, (x.size / (x.shape[axis] || 1)) * picks.length);
      forEachPick(x.shape, axis, picks, (full, part, length) => {
        for (let t = 0; t < length; t++) out[part + t] = values[full + t];
      });
      return wrap(out, x.dtype, x.shape.with(axis, picks.length));
    },
    (ct, _y, [x]) => [scatter(ct, x.shape, picks, axis)],
  );
}

/** Zeros of `shape` with x added at the picks: the transpose of picking. */
function scatter(x: Tensor, shape: Shape, picks: Int32Array, axis: number): Tensor {
  return record(
    [x],
    (x) => {
      const values = elements(x);
      const out = allocate(x.dtype, sizeOf(shape));
      forEachPick(shape, axis, picks, (full, part, length) => {
        for (let t = 0; t < length; t++) out[full + t] += values[part + t];
      });
      return wrap(out, x.dtype, shape);
    },
    (ct) => [pick(ct, picks, axis)],
  );
}

/** Visits the run of elements behind each pick: where it starts in the full array and in the picked one. */
function forEachPick(
  shape: Shape,
  axis: number,
  picks: Int32Array,
  visit: (full: number, part: number, length: number) => void,
): void {
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  for (let o = 0, part = 0; o < outer; o++)
    for (let i = 0; i < picks.length; i++, part += inner)
      visit((o * shape[axis] + picks[i]) * inner, part, inner);
}

function resolveIndices(place: string, indices: Indices, length: number): Int32Array {
  return Int32Array.from(indices instanceof Tensor ? elements(indices) : indices, (index, i) => {
    if (!Number.isInteger(index) || index < -length || index >= length)
      throw new RangeError(
        `${place}: index ${index} at position ${i} is outside an axis of length ${length}`,
      );
    return index < 0 ? index + length : index;
  });
}
