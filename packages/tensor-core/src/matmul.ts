import { fitTo } from "./broadcast.js";
import { allocate, type Dtype, floatDtype, promoteDtypes, type TensorData } from "./dtype.js";
import { broadcastShapes, rowMajorStrides, type Shape, showShape, sizeOf } from "./shape.js";
import { broadcastStrides, forEachRow } from "./strided.js";
import { elements, record, type Tensor, wrap } from "./tensor.js";

/**
 * The matrix product: [m, k] times [k, n] is [m, n]. Axes before the last two are batches and broadcast. A
 * vector [k] counts as a row on the left, as a column on the right, and the axis it gains goes again. Adds
 * in double precision; float32 for float32 (with float32 or integers), float64 for everything else.
 *
 * @throws RangeError when a factor has no axis, inner sizes differ or batches do not broadcast
 * @example
 * matmul(tensor([[1, 2], [3, 4]]), tensor([10, 1])).toNested(); // [12, 34]
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const inner = b.shape.at(b.shape.length === 1 ? -1 : -2);
  if (a.shape.length === 0 || inner === undefined || a.shape.at(-1) !== inner)
    throw new RangeError(
      `matmul: a is ${showShape(a.shape)} but b is ${showShape(b.shape)}; inner sizes must match`,
    );
  if (a.shape.length > 1 && b.shape.length > 1) return matrixProduct(a, b);
  const rows = a.shape.length === 1 ? a.reshape([1, inner]) : a;
  const columns = b.shape.length === 1 ? b.reshape([inner, 1]) : b;
  const y = matrixProduct(rows, columns);
  const [m, n] = y.shape.slice(-2);
  return y.reshape([
    ...y.shape.slice(0, -2),
    ...(a.shape.length === 1 ? [] : [m]),
    ...(b.shape.length === 1 ? [] : [n]),
  ]);
}

function matrixProduct(a: Tensor, b: Tensor): Tensor {
  const batches = broadcastShapes("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2));
  const dtype = floatDtype(promoteDtypes(a.dtype, b.dtype));
  return record(
    [a, b],
    (a, b) => multiply(a, b, batches, dtype),
    (ct, _y, [a, b], needed) => [
      needed[0] ? fitTo(a, matrixProduct(ct, swapLast(b))) : undefined,
      needed[1] ? fitTo(b, matrixProduct(swapLast(a), ct)) : undefined,
    ],
  );
}

function swapLast(x: Tensor): Tensor {
  const rank = x.shape.length;
  return x.transpose([...[...x.shape.keys()].slice(0, -2), rank - 1, rank - 2]);
}

function multiply(a: Tensor, b: Tensor, batches: Shape, dtype: Dtype): Tensor {
  const [m, k] = a.shape.slice(-2);
  const n = b.shape.at(-1) as number;
  const A = elements(a);
  const Bt = elements(swapLast(b));
  const out = allocate(dtype, sizeOf(batches) * m * n);
  const layouts = [a, b].map((x) => {
    const shape = x.shape.slice(0, -2);
    return { strides: broadcastStrides(shape, rowMajorStrides(shape), batches), offset: 0 };
  });
  let batch = 0;
  forEachRow(batches, layouts, ([i, j], length, [iStep, jStep]) => {
    for (let t = 0; t < length; t++, batch++) {
      const left = A.subarray((i + t * iStep) * m * k);
      const right = Bt.subarray((j + t * jStep) * n * k);
      multiplyTransposed(left, right, out.subarray(batch * m * n), m, k, n);
    }
  });
  return wrap(out, dtype, [...batches, m, n]);
}

/** Columns of the product made together, so that as many rows of Bt stay in the cache. */
const PANEL = 64;

/**
 * out [m, n] ← A [m, k] · Btᵀ for Bt [n, k], in tiles of 2 × 4 dot products that share their loads; at the
 * edges a tile repeats the last row or column and writes the same numbers twice.
 */
function multiplyTransposed(
  A: TensorData,
  Bt: TensorData,
  out: TensorData,
  m: number,
  k: number,
  n: number,
): void {
  for (let panel = 0; panel < n; panel += PANEL) {
    const end = Math.min(panel + PANEL, n);
    for (let i0 = 0; i0 < m; i0 += 2) {
      const i1 = Math.min(i0 + 1, m - 1);
      for (let j0 = panel; j0 < end; j0 += 4) {
        const j1 = Math.min(j0 + 1, end - 1);
        const j2 = Math.min(j0 + 2, end - 1);
        const j3 = Math.min(j0 + 3, end - 1);
        let s00 = 0,
          s01 = 0,
          s02 = 0,
          s03 = 0;
        let s10 = 0,
          s11 = 0,
          s12 = 0,
          s13 = 0;
        for (let l = 0; l < k; l++) {
          const a0 = A[i0 * k + l];
          const a1 = A[i1 * k + l];
          const b0 = Bt[j0 * k + l];
          const b1 = Bt[j1 * k + l];
          const b2 = Bt[j2 * k + l];
          const b3 = Bt[j3 * k + l];
          s00 += a0 * b0;
          s01 += a0 * b1;
          s02 += a0 * b2;
          s03 += a0 * b3;
          s10 += a1 * b0;
          s11 += a1 * b1;
          s12 += a1 * b2;
          s13 += a1 * b3;
        }
        out[i0 * n + j0] = s00;
        out[i0 * n + j1] = s01;
        out[i0 * n + j2] = s02;
        out[i0 * n + j3] = s03;
        out[i1 * n + j0] = s10;
        out[i1 * n + j1] = s11;
        out[i1 * n + j2] = s12;
        out[i1 * n + j3] = s13;
      }
    }
  }
}
