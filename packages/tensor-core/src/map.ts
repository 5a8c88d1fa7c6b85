import { fitTo } from "./broadcast.js";
import { allocate, convert, type Dtype, numberDtypeBeside } from "./dtype.js";
import { broadcastShapes, sizeOf } from "./shape.js";
import { broadcastStrides, forEachRow } from "./strided.js";
import { record, storageOf, Tensor, wrap } from "./tensor.js";

/** A tensor, or a plain number, which takes the dtype of the tensor beside it where that can hold it. */
export type Operand = Tensor | number;

function scalar(value: number, dtype: Dtype): Tensor {
  return wrap(convert([value], dtype), dtype, []);
}

export function asTensor(x: Operand, beside?: Operand): Tensor {
  if (x instanceof Tensor) return x;
  return scalar(x, beside instanceof Tensor ? numberDtypeBeside(x, beside.dtype) : "float64");
}

/** The two parts a cotangent takes through y = f(a, b), before broadcasting is undone. */
export interface BinaryRule {
  a(cotangent: Tensor, a: Tensor, b: Tensor, y: Tensor): Tensor;
  b(cotangent: Tensor, a: Tensor, b: Tensor, y: Tensor): Tensor;
}

/** y = f(a, b) element by element, broadcasting. */
export function mapBinary(
  place: string,
  a: Operand,
  b: Operand,
  dtypeOf: (a: Dtype, b: Dtype) => Dtype,
  f: (a: number, b: number) => number,
  rule: BinaryRule,
): Tensor {
  return record(
    [asTensor(a, b), asTensor(b, a)],
    (a, b) => zip(place, a, b, dtypeOf(a.dtype, b.dtype), f),
    (ct, y, [a, b], needed) => [
      needed[0] ? fitTo(a, rule.a(ct, a, b, y)) : undefined,
      needed[1] ? fitTo(b, rule.b(ct, a, b, y)) : undefined,
    ],
  );
}

/** f(a, b) element by element, broadcasting, without derivatives. */
export function zip(
  place: string,
  a: Tensor,
  b: Tensor,
  dtype: Dtype,
  f: (a: number, b: number) => number,
): Tensor {
  const shape = broadcastShapes(place, a.shape, b.shape);
  const [left, right] = [a, b].map((x) => {
    const { data, layout } = storageOf(x);
    return { data, layout: { ...layout, strides: broadcastStrides(x.shape, layout.strides, shape) } };
  });
  const out = allocate(dtype, sizeOf(shape));
  let to = 0;
  forEachRow(shape, [left.layout, right.layout], ([i, j], length, [iStep, jStep]) => {
    for (let k = 0; k < length; k++) out[to++] = f(left.data[i + k * iStep], right.data[j + k * jStep]);
  });
  return wrap(out, dtype, shape);
}
