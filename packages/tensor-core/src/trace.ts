import { add } from "./arithmetic.js";
import { type Tensor, type TraceNode, tracingOf, withTracing } from "./tensor.js";

/** Values of a traced function, and the map from their cotangents to those of its inputs. */
export interface Traced {
  readonly outputs: readonly Tensor[];
  /** Undefined for an input that reaches no output. */
  pullback(cotangents: readonly Tensor[]): (Tensor | undefined)[];
}

/** Only tells traces apart: where two meet, the later one lies inside the earlier. */
let latestTrace = 0;

/**
 * Runs `f` on traced copies of the inputs, so that cotangents can be sent back through it.
 *
 * Reverse mode is all there is: rules are made of recorded operations, so a pullback can itself be traced.
 * That gives second derivatives by nesting, and forward mode as the transpose of the transpose. The levels
 * are those of HIPS autograd (Maclaurin, Duvenaud and Adams, "Autograd", AutoML workshop 2015).
 */
export function trace(f: (inputs: Tensor[]) => readonly Tensor[], inputs: readonly Tensor[]): Traced {
  const trace = ++latestTrace;
  const leaves = inputs.map((): TraceNode => ({ parents: [], pull: () => [] }));
  const results = f(inputs.map((value, i) => withTracing({ trace, value, node: leaves[i] })));
  const ends = results.map((y) => {
    const tracing = tracingOf(y);
    return tracing?.trace === trace ? tracing : { value: y, node: undefined };
  });
  const order = outputsFirst(ends.flatMap(({ node }) => node ?? []));
  return {
    outputs: ends.map(({ value }) => value),
    pullback(cotangents) {
      const arrived = new Map<TraceNode, Tensor>();
      for (const [i, { node }] of ends.entries()) arrive(arrived, node, cotangents[i]);
      for (const node of order) {
        const cotangent = arrived.get(node);
        if (cotangent === undefined || node.parents.length === 0) continue;
        arrived.delete(node);
        for (const [i, part] of node.pull(cotangent).entries()) arrive(arrived, node.parents[i], part);
      }
      return leaves.map((leaf) => arrived.get(leaf));
    },
  };
}

function arrive(
  arrived: Map<TraceNode, Tensor>,
  node: TraceNode | undefined,
  cotangent: Tensor | undefined,
): void {
  if (node === undefined || cotangent === undefined) return;
  const before = arrived.get(node);
  arrived.set(node, before ? add(before, cotangent) : cotangent);
}

/** Every node the outputs depend on, each before those it was computed from; no recursion, graphs are deep. */
function outputsFirst(outputs: readonly TraceNode[]): TraceNode[] {
  const finished: TraceNode[] = [];
  const seen = new Set<TraceNode>();
  const stack = outputs.map((node) => ({ node, entered: false }));
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, entered } = top;
    if (entered) finished.push(node);
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push({ node, entered: true });
    for (const parent of node.parents) if (parent) stack.push({ node: parent, entered: false });
  }
  return finished.reverse();
}
