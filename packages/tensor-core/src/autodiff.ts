import { add, mul } from "./arithmetic.js";
import { cast, sum } from "./broadcast.js";
import { full, ones, zeros } from "./create.js";
import { isFloat } from "./dtype.js";
import { sameShape, showShape } from "./shape.js";
import { record, Tensor } from "./tensor.js";
import { trace } from "./trace.js";
import { leavesLike, leavesOf, type Tree, withLeaves } from "./tree.js";

/**
 * The gradient of a function with a scalar value, as a function of the same arguments: ∂f/∂params in the
 * structure of the first argument, each tensor with the shape and dtype of its parameter. Further arguments
 * are passed on. Nests: `grad((x) => sum(grad(f)(x)))`.
 *
 * @param f returns a tensor of shape [] and float dtype
 * @throws TypeError when a parameter is not float32 or float64
 * @throws RangeError when f's value is not a scalar
 * @example
 * grad((x) => sum(square(x)))(tensor([1, 2])).toNested(); // [2, 4]
 */
export function grad<P extends Tree = Tensor, Rest extends readonly unknown[] = []>(
  f: (params: P, ...rest: Rest) => Tensor,
): (params: P, ...rest: Rest) => P {
  const both = valueAndGrad(f);
  return (params, ...rest) => both(params, ...rest)[1];
}

/**
 * Value and gradient of a function with a scalar value in one go; otherwise as `grad`.
 *
 * @example
 * const squaredError = ({ slope }, x, y) => mean(square(sub(mul(slope, x), y)));
 * const params = { slope: tensor(1) };
 * valueAndGrad(squaredError)(params, tensor([1, 2]), tensor([2, 4])); // [Tensor float64 []: 2.5, { slope: Tensor float64 []: -5 }]
 */
export function valueAndGrad<P extends Tree = Tensor, Rest extends readonly unknown[] = []>(
  f: (params: P, ...rest: Rest) => Tensor,
): (params: P, ...rest: Rest) => [value: Tensor, gradient: P] {
  return (params, ...rest) => {
    const [value, pullback] = linearize("grad", (params: P) => scalarOf(f(params, ...rest)), [params]);
    return [value, pullback(ones([], value.dtype))[0]];
  };
}

/**
 * f(…primals), and the map from cotangents u of that value to uᵀJ, one cotangent for each primal. The map
 * may be called any number of times; it costs about as much as f, whatever the number of inputs.
 *
 * @throws TypeError when a primal is not float32 or float64, or u has another structure than the value
 * @throws RangeError when u has another shape than the value
 * @example
 * const [y, pullback] = vjp((x) => exp(x), tensor([0, 1]));
 * pullback(tensor([1, 0]))[0].toNested(); // [1, 0]
 */
export function vjp<P extends readonly Tree[], Y extends Tree>(
  f: (...primals: P) => Y,
  ...primals: P
): [value: Y, pullback: (cotangent: Y) => P] {
  return linearize("vjp", f, primals);
}

/**
 * f(…primals) and its derivative along the tangents, J t, as the transpose of the transpose: `vjp` of the
 * pullback, which is linear. Works wherever `vjp` does.
 *
 * @throws TypeError when a primal is not float32 or float64, or the structures differ
 * @throws RangeError when a tangent has another shape than its primal
 * @example
 * const [value, tangent] = jvp((x, y) => mul(x, y), [tensor(3), tensor(4)], [tensor(1), tensor(0)]);
 * value.item(); // 12
 * tangent.item(); // 4
 */
export function jvp<P extends readonly Tree[], Y extends Tree>(
  f: (...primals: P) => Y,
  primals: readonly [...P],
  tangents: readonly [...P],
): [value: Y, tangent: Y] {
  const [value, pullback] = linearize("jvp", f, primals as P);
  const along = withLeaves(primals as P, likeLeaves("jvp", "tangent", primals, tangents));
  const floats = withLeaves(
    value,
    leavesOf(value).map((y) => zeros(y.shape, y.dtype)),
  );
  const [, transposed] = linearize("jvp", (cotangent: Y): Tree => pullback(cotangent), [floats]);
  return [value, transposed(along)[0]];
}

/**
 * The Hessian of a function with a scalar value, at x, times v: the gradient of ⟨∇f(x), v⟩, without the
 * Hessian itself. About four times the cost of f.
 *
 * @throws TypeError when a parameter is not float32 or float64, or the structures differ
 * @throws RangeError when f's value is not a scalar, or v has another shape than x
 * @example
 * hvp((x) => sum(pow(x, 3)), tensor([1, 2]), tensor([1, 10])).toNested(); // [6, 120]
 */
export function hvp<P extends Tree>(f: (params: P) => Tensor, x: P, v: P): P {
  const directions = likeLeaves("hvp", "direction", x, v);
  const slope = (params: P): Tensor =>
    leavesOf(grad(f)(params))
      .map((g, i) => sum(mul(g, directions[i])))
      .reduce(add, full([], 0));
  return grad(slope)(x);
}

/**
 * A function of tensors that brings its own derivative. `forward` computes the value; `backward` gets the
 * cotangent of the value, the value and the inputs, and returns a cotangent for each input (undefined where
 * it is zero). Made of differentiable operations, or itself a `customVjp` function, `backward` is
 * differentiated for second derivatives. What should carry a derivative must be an argument: `forward` sees
 * plain tensors, and what it closes over counts as constant.
 *
 * @throws RangeError on the way back, when a cotangent has another shape than its input
 * @example
 * const safeNorm = customVjp(
 *   (x) => sqrt(sum(square(x))),
 *   (ct, norm, x) => [mul(ct, div(x, maximum(norm, 1e-12)))],
 * );
 * grad(safeNorm)(tensor([0, 0])).toNested(); // [0, 0]
 */
export function customVjp<Inputs extends readonly Tensor[]>(
  forward: (...inputs: Inputs) => Tensor,
  backward: (cotangent: Tensor, value: Tensor, ...inputs: Inputs) => readonly (Tensor | undefined)[],
): (...inputs: Inputs) => Tensor {
  return (...inputs) =>
    record(
      inputs,
      (...values) => forward(...(values as unknown as Inputs)),
      (ct, value, values) => {
        const cotangents = backward(ct, value, ...(values as unknown as Inputs));
        return values.map((x, i) => checkedCotangent(x, i, cotangents[i]));
      },
    );
}

function checkedCotangent(x: Tensor, i: number, cotangent: Tensor | undefined): Tensor | undefined {
  if (cotangent !== undefined && !sameShape(cotangent.shape, x.shape))
    throw new RangeError(
      `customVjp: backward returned ${showShape(cotangent.shape)} for input ${i}; expected ${showShape(x.shape)}`,
    );
  return cotangent && cast(cotangent, x.dtype);
}

/** `vjp`, with errors that begin with `place`. */
function linearize<P extends readonly Tree[], Y extends Tree>(
  place: string,
  f: (...primals: P) => Y,
  primals: P,
): [value: Y, pullback: (cotangent: Y) => P] {
  const inputs = leavesOf(primals);
  assertFloats(place, inputs);
  let structure = undefined as unknown as Y;
  const { outputs, pullback } = trace((traced) => {
    structure = f(...withLeaves(primals, traced));
    return leavesOf(structure);
  }, inputs);
  const value = withLeaves(structure, outputs);
  return [
    value,
    (cotangent) => {
      const arriving = likeLeaves(place, "cotangent", value, cotangent);
      const cotangents = pullback(arriving);
      return withLeaves(
        primals,
        inputs.map((x, i) => cotangents[i] ?? zeros(x.shape, x.dtype)),
      );
    },
  ];
}

function scalarOf(value: Tensor): Tensor {
  if (!(value instanceof Tensor))
    throw new TypeError(`grad: f returned ${String(value)}; expected a tensor of shape []`);
  if (value.shape.length !== 0 || !isFloat(value.dtype))
    throw new RangeError(
      `grad: f returned ${value.dtype} ${showShape(value.shape)}; expected a float of shape []`,
    );
  return value;
}

function assertFloats(place: string, inputs: readonly Tensor[]): void {
  for (const { dtype } of inputs)
    if (!isFloat(dtype))
      throw new TypeError(`${place}: got a tensor of ${dtype}; derivatives need float32 or float64`);
}

/** The tensors of `found`, in the order of those of `expected`, which have the same shapes; in their dtypes. */
function likeLeaves(place: string, what: string, expected: Tree, found: Tree): Tensor[] {
  const leaves = leavesLike(place, expected, found);
  return leavesOf(expected).map((like, i) => {
    if (!sameShape(like.shape, leaves[i].shape))
      throw new RangeError(
        `${place}: a ${what} is ${showShape(leaves[i].shape)}; expected ${showShape(like.shape)}`,
      );
    return cast(leaves[i], like.dtype);
  });
}
