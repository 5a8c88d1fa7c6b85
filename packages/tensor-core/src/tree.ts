import { Tensor } from "./tensor.js";

/** Tensors in records and arrays, to any depth: the parameters of a model, say. */
export type Tree = Tensor | readonly Tree[] | { readonly [key: string]: Tree };

/**
 * The tensors of a tree, in the order of its keys.
 *
 * @throws TypeError when it holds anything else
 */
export function leavesOf(tree: Tree): Tensor[] {
  if (tree instanceof Tensor) return [tree];
  if (typeof tree !== "object" || tree === null)
    throw new TypeError(`tree: found ${String(tree)}; expected a tensor, or a record or array of tensors`);
  return (Array.isArray(tree) ? tree : Object.values(tree)).flatMap(leavesOf);
}

/** The tree with its tensors replaced, in the order of `leavesOf`. */
export function withLeaves<T extends Tree>(tree: T, leaves: readonly Tensor[]): T {
  let next = 0;
  const rebuilt = (node: Tree): Tree => {
    if (node instanceof Tensor) return leaves[next++];
    if (Array.isArray(node)) return node.map(rebuilt);
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, rebuilt(child)]));
  };
  return rebuilt(tree) as T;
}

/**
 * The tree of f(x) for each tensor x of a tree; with more trees, of f(x, y, …) for the tensors in the same
 * places.
 *
 * @throws TypeError when another tree has its tensors elsewhere than the first
 * @example
 * const [params, gradient] = [{ w: tensor(1) }, { w: tensor(5) }];
 * treeMap((x, g) => sub(x, mul(0.1, g)), params, gradient).w.item(); // 0.5, a step of gradient descent
 */
export function treeMap<T extends Tree>(
  f: (x: Tensor, ...others: Tensor[]) => Tensor,
  tree: T,
  ...others: readonly T[]
): T {
  const columns = others.map((other) => leavesLike("treeMap", tree, other));
  return withLeaves(
    tree,
    leavesOf(tree).map((x, i) => f(x, ...columns.map((leaves) => leaves[i]))),
  );
}

/**
 * The tensors of `other` in the order of those in the same places of `tree`.
 *
 * @throws TypeError when the structures differ; `place` begins the sentence
 */
export function leavesLike(place: string, tree: Tree, other: Tree, path = ""): Tensor[] {
  if (tree instanceof Tensor && other instanceof Tensor) return [other];
  const [keys, otherKeys] = [keysOf(tree), keysOf(other)];
  if (
    keys.length !== otherKeys.length ||
    !keys.every((key) => otherKeys.includes(key)) ||
    tree instanceof Tensor !== other instanceof Tensor
  )
    throw new TypeError(`${place}: found ${show(other)}${path && ` at ${path}`}; expected ${show(tree)}`);
  return keys.flatMap((key) =>
    leavesLike(place, child(tree, key), child(other, key), path ? `${path}.${key}` : key),
  );
}

const keysOf = (tree: Tree): string[] => (tree instanceof Tensor ? [] : Object.keys(tree));

const child = (tree: Tree, key: string): Tree => (tree as { readonly [key: string]: Tree })[key];

const show = (tree: Tree): string => (tree instanceof Tensor ? "a tensor" : `{${keysOf(tree).join(", ")}}`);
