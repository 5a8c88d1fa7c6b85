import { allocate, convert, type Dtype, type DtypeArrays, isFloat, type TensorData } from "./dtype.js";
import { type Nested, nested, printed } from "./print.js";
import { inferShape, resolveOrder, rowMajorStrides, type Shape, sameShape, sizeOf } from "./shape.js";
import { type Pick, pickedLayout, pickedShape, resolveSlices, type Slice } from "./slices.js";
import { compact, forEachRow, type Layout, reshapeStrides } from "./strided.js";

/** A tensor over `data`, which from then on belongs to it; row-major where no layout is given. */
export let wrap: (data: TensorData, dtype: Dtype, shape: Shape, layout?: Layout) => Tensor;

/** What is inside; elements must not be written. */
export let storageOf: (x: Tensor) => { readonly data: TensorData; readonly layout: Layout };

export let tracingOf: (x: Tensor) => Tracing | undefined;

/** The tensor `tracing.value`, with operations on it recorded. */
export let withTracing: (tracing: Tracing) => Tensor;

/**
 * An n-dimensional array that never changes. Make one with `tensor`, `zeros`, `ones`, `full`, `arange`,
 * `eye` or `oneHot`.
 *
 * Operations are functions: `add(a, b)`, `exp(x)`, `sum(x, 0)`. Methods look at the elements there are:
 * they read them, or show them in another shape without a copy. Memory is released by garbage collection;
 * a view keeps the whole of what it looks at.
 *
 * @example
 * const W = tensor([[1, 2, 3], [4, 5, 6]]);
 * matmul(W, W.T).slice(0).toNested(); // [14, 32]
 */
export class Tensor {
  readonly shape: Shape;
  readonly dtype: Dtype;
  readonly #data: TensorData;
  readonly #layout: Layout;
  readonly #tracing: Tracing | undefined;

  private constructor(data: TensorData, dtype: Dtype, shape: Shape, layout?: Layout, tracing?: Tracing) {
    this.#data = data;
    this.dtype = dtype;
    this.shape = Object.freeze(shape.slice());
    this.#layout = layout ?? { strides: rowMajorStrides(shape), offset: 0 };
    this.#tracing = tracing;
  }

  static {
    wrap = (data, dtype, shape, layout) => new Tensor(data, dtype, shape, layout);
    storageOf = (x) => ({ data: x.#data, layout: x.#layout });
    tracingOf = (x) => x.#tracing;
    withTracing = (tracing) => {
      const { value } = tracing;
      return new Tensor(value.#data, value.dtype, value.shape, value.#layout, tracing);
    };
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** The axes in reverse order; a view. */
  get T(): Tensor {
    return this.transpose();
  }

  /**
   * The only element, a bool as 0 or 1.
   *
   * @throws RangeError when there are more, or none
   */
  item(): number {
    if (this.size !== 1)
      throw new RangeError(`item: the tensor has ${this.size} elements; expected exactly one`);
    return this.#data[this.#layout.offset];
  }

  /**
   * The elements in row-major order, as a copy, a bool as a byte 0 or 1; in another dtype where one is
   * given, converted as by `cast`.
   *
   * @example
   * tensor([[1, 2], [3, 4]]).T.toArray("float32"); // Float32Array [1, 3, 2, 4]
   */
  toArray(): TensorData;
  toArray<D extends Dtype>(dtype: D): DtypeArrays[D];
  toArray(dtype?: Dtype): TensorData {
    return convert(elements(this), dtype ?? this.dtype);
  }

  /** The elements as arrays in arrays, or as the bare value for shape []; bools as booleans. */
  toNested(): Nested<number> | Nested<boolean> {
    return nested(elements(this), this.dtype, this.shape);
  }

  /** dtype, shape and elements, of long axes only the ends. */
  toString(): string {
    return printed(elements(this), this.dtype, this.shape);
  }

  /** What Node's console.log shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /**
   * The same elements, in row-major order, in another shape, of which one length may be −1 and follows from
   * the others. A view wherever strides can express it, else a copy.
   *
   * @throws RangeError when the elements do not fill the shape
   * @example
   * arange(6).reshape([2, -1]).shape; // [2, 3]
   */
  reshape(shape: Shape): Tensor {
    const target = inferShape(this.shape, shape);
    if (sameShape(target, this.shape)) return this;
    return record(
      [this],
      (x) => {
        const strides = reshapeStrides(x.shape, x.#layout.strides, target);
        if (strides === undefined) return wrap(elements(x), x.dtype, target);
        return wrap(x.#data, x.dtype, target, { strides, offset: x.#layout.offset });
      },
      (ct, _y, [x]) => [ct.reshape(x.shape)],
    );
  }

  /**
   * The axes in another order, all reversed by default; a view. Axis k of the result is axis `axes[k]`.
   *
   * @throws RangeError when `axes` does not name each axis once
   * @example
   * zeros([2, 3, 4]).transpose([0, 2, 1]).shape; // [2, 4, 3]
   */
  transpose(axes?: readonly number[]): Tensor {
    const order = resolveOrder(this.shape, axes);
    return record(
      [this],
      (x) => {
        const strides = order.map((axis) => x.#layout.strides[axis]);
        const shape = order.map((axis) => x.shape[axis]);
        return wrap(x.#data, x.dtype, shape, { strides, offset: x.#layout.offset });
      },
      (ct) => [ct.transpose(order.map((_, axis) => order.indexOf(axis)))],
    );
  }

  /**
   * A part, as Python's `x[…]`, one slice an axis from the first on; a view. An index removes its axis, a
   * range keeps it, a negative step reverses.
   *
   * @throws RangeError for an index outside its axis, a step of 0, or more slices than axes
   * @throws SyntaxError for a text that is not a slice
   * @example
   * const x = arange(12).reshape([3, 4]);
   * x.slice(-1).toNested(); // [8, 9, 10, 11]
   * x.slice("1:", "::-2").toNested(); // [[7, 5], [11, 9]]
   */
  slice(...slices: readonly Slice[]): Tensor {
    return picked(this, resolveSlices(this.shape, slices));
  }
}

/** The elements in row-major order, shared where they lie so already; must not be written. */
export function elements(x: Tensor): TensorData {
  const { data, layout } = storageOf(x);
  return compact(data, x.shape, layout);
}

function picked(x: Tensor, picks: readonly Pick[]): Tensor {
  return record(
    [x],
    (x) => {
      const { data, layout } = storageOf(x);
      return wrap(data, x.dtype, pickedShape(picks), pickedLayout(layout, picks));
    },
    (ct, _y, [x]) => [embedded(ct, x.shape, picks)],
  );
}

/** Zeros of `shape` with x where the picks are: the transpose of `picked`. */
function embedded(x: Tensor, shape: Shape, picks: readonly Pick[]): Tensor {
  return record(
    [x],
    (x) => {
      const { data, layout } = storageOf(x);
      const out = allocate(x.dtype, sizeOf(shape));
      const target = pickedLayout({ strides: rowMajorStrides(shape), offset: 0 }, picks);
      forEachRow(x.shape, [layout, target], ([from, to], length, [step, toStep]) => {
        for (let k = 0; k < length; k++) out[to + k * toStep] = data[from + k * step];
      });
      return wrap(out, x.dtype, shape);
    },
    (ct) => [picked(ct, picks)],
  );
}

/**
 * What makes a tensor part of a trace (see `trace.ts`): a function runs on traced copies of its inputs, and
 * every operation on them goes through `record`.
 */
export interface Tracing {
  readonly trace: number;
  /** The same tensor one level down. */
  readonly value: Tensor;
  readonly node: TraceNode;
}

export interface TraceNode {
  /** Those the cotangents of `pull` are for; undefined for an input that is not traced. */
  readonly parents: readonly (TraceNode | undefined)[];
  pull(cotangent: Tensor): readonly (Tensor | undefined)[];
}

/**
 * The cotangents of an operation's inputs from that of its output: the transposed Jacobian at these inputs
 * times `cotangent`, each in its input's shape and dtype. `needed[i]` says whether input i wants one;
 * undefined stands for zero. Made of recorded operations, so that it can be differentiated in turn.
 */
export type Rule = (
  cotangent: Tensor,
  output: Tensor,
  inputs: readonly Tensor[],
  needed: readonly boolean[],
) => readonly (Tensor | undefined)[];

/**
 * `forward(...inputs)`, with its rule noted in every trace that the inputs belong to: the innermost takes
 * its inputs one level down and computes there, where the next trace records in turn.
 */
export function record(
  inputs: readonly Tensor[],
  forward: (...inputs: Tensor[]) => Tensor,
  rule: Rule,
): Tensor {
  const trace = Math.max(0, ...inputs.map((x) => tracingOf(x)?.trace ?? 0));
  if (trace === 0) return forward(...inputs);
  const tracings = inputs.map((x) => {
    const tracing = tracingOf(x);
    return tracing?.trace === trace ? tracing : undefined;
  });
  const values = inputs.map((x, i) => tracings[i]?.value ?? x);
  const value = record(values, forward, rule);
  if (!isFloat(value.dtype)) return value;
  const parents = tracings.map((tracing) => tracing?.node);
  const needed = parents.map((node) => node !== undefined);
  const pull = (cotangent: Tensor) => rule(cotangent, value, values, needed);
  return withTracing({ trace, value, node: { parents, pull } });
}
