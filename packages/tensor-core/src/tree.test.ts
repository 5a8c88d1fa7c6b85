import { describe, expect, it } from "vitest";
import { add, sub, type Tensor, tensor, treeMap } from "./index.js";

describe("treeMap", () => {
  it("goes by key, not by order, and keeps the first tree's order", () => {
    const step = treeMap(
      (a, b) => sub(a, b),
      { w: tensor(5), b: [tensor(7)] },
      { b: [tensor(1)], w: tensor(2) },
    );
    expect(Object.keys(step)).toEqual(["w", "b"]);
    expect([step.w.item(), step.b[0].item()]).toEqual([3, 6]);
  });

  it("names the place where the trees differ", () => {
    const tree = { w: [tensor(1), tensor(2)] } as { w: Tensor[] };
    expect(() => treeMap(add, tree, { w: [tensor(1)] })).toThrow("treeMap: found {0} at w; expected {0, 1}");
    const loose: Record<string, Tensor> = { a: tensor(1) };
    expect(() => treeMap(add, loose, { b: tensor(1) })).toThrow("treeMap: found {b}; expected {a}");
    expect(() => treeMap(add, [] as Tensor[], tensor(1) as unknown as Tensor[])).toThrow(
      "treeMap: found a tensor; expected {}",
    );
  });
});
