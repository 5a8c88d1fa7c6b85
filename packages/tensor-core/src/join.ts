import { cast } from "./broadcast.js";
import { allocate, type Dtype, promoteDtypes } from "./dtype.js";
import { resolveAxis, rowMajorStrides, type Shape, sameShape, showShape, sizeOf } from "./shape.js";
import { forEachRow } from "./strided.js";
import { record, storageOf, type Tensor, wrap } from "./tensor.js";

/**
 * The tensors one after the other along the axis, by default the first; in the latest of their dtypes.
 *
 * @throws RangeError when there are none, or shapes differ anywhere but along the axis
 * @example
 * concatenate([tensor([[1, 2]]), tensor([[3, 4], [5, 6]])]).shape; // [3, 2]
 */
export function concatenate(tensors: readonly Tensor[], axis = 0): Tensor {
  if (tensors.length === 0) throw new RangeError("concatenate: got no tensors; expected at least one");
  const first = tensors[0].shape;
  const along = resolveAxis("concatenate", axis, first.length);
  for (const { shape } of tensors)
    if (shape.length !== first.length || !sameShape(shape.with(along, 0), first.with(along, 0)))
      throw new RangeError(
        `concatenate: shapes ${showShape(first)} and ${showShape(shape)} differ outside axis ${along}`,
      );
  const ends = [0];
  for (const [i, { shape }] of tensors.entries()) ends.push(ends[i] + shape[along]);
  const dtype = tensors.map((x) => x.dtype).reduce(promoteDtypes);
  const all = first.slice(0, along).map(() => ":" as const);
  return record(
    tensors,
    (...parts) => joined(parts, dtype, along, first.with(along, ends[tensors.length]), ends),
    (ct, _y, parts, needed) =>
      parts.map((x, i) =>
        needed[i] ? cast(ct.slice(...all, `${ends[i]}:${ends[i + 1]}`), x.dtype) : undefined,
      ),
  );
}

function joined(
  parts: readonly Tensor[],
  dtype: Dtype,
  axis: number,
  shape: Shape,
  starts: readonly number[],
): Tensor {
  const out = allocate(dtype, sizeOf(shape));
  const strides = rowMajorStrides(shape);
  for (const [i, part] of parts.entries()) {
    const { data, layout } = storageOf(part);
    const target = { strides, offset: starts[i] * strides[axis] };
    forEachRow(part.shape, [layout, target], ([from, to], length, [step, toStep]) => {
      for (let k = 0; k < length; k++) out[to + k * toStep] = data[from + k * step];
    });
  }
  return wrap(out, dtype, shape);
}

/**
 * Tensors of one shape along a new axis, by default the first; in the latest of their dtypes.
 *
 * @throws RangeError when there are none or their shapes differ
 * @example
 * stack([tensor([1, 2]), tensor([3, 4])], -1).toNested(); // [[1, 3], [2, 4]]
 */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  if (tensors.length === 0) throw new RangeError("stack: got no tensors; expected at least one");
  const first = tensors[0].shape;
  const at = resolveAxis("stack", axis, first.length + 1);
  for (const { shape } of tensors)
    if (!sameShape(shape, first))
      throw new RangeError(
        `stack: shapes ${showShape(first)} and ${showShape(shape)} differ; expected one shape`,
      );
  const shape = [...first.slice(0, at), 1, ...first.slice(at)];
  return concatenate(
    tensors.map((x) => x.reshape(shape)),
    at,
  );
}
