import { describe, expect, it } from "vitest";
import { randomTensor } from "../test/checkDerivatives.js";
import { arange, concatenate, full, oneHot, stack, take, takeAlongAxis, tensor, zeros } from "./index.js";

describe("take", () => {
  const x = arange(24).reshape([2, 3, 4]);

  it.each([0, 1, 2, -1])("is a stack of slices along the axis (%d)", (axis) => {
    const last = x.shape.at(axis)! - 1;
    const picks = [last, 0, last, -1];
    const along = (i: number) =>
      x.slice(...x.shape.map((_, k) => (k === (axis + 3) % 3 ? i : (":" as const))));
    expect(take(x, picks, axis).toNested()).toEqual(stack(picks.map(along), axis).toNested());
  });

  it("puts the shape of the indices where the axis was", () => {
    const y = take(
      x,
      tensor([
        [0, 2],
        [1, 1],
        [2, 0],
      ]),
      1,
    );
    expect(y.shape).toEqual([2, 3, 2, 4]);
    expect(y.slice(1, 2, 0).toNested()).toEqual(x.slice(1, 2).toNested());
    expect(take(x, tensor(1)).toNested()).toEqual(x.slice(1).toNested());
    expect(take(x, Int32Array.of(1)).shape).toEqual([1, 3, 4]);
    expect(take(x, []).shape).toEqual([0, 3, 4]);
    expect(take(zeros([0, 3]), [], 0).shape).toEqual([0, 3]);
  });

  it("names the index that is outside", () => {
    expect(() => take(x, [0, 2])).toThrow("take: index 2 at position 1 is outside an axis of length 2");
    expect(() => take(x, [-3])).toThrow("take: index -3 at position 0");
    expect(() => take(x, [0.5])).toThrow("take: index 0.5 at position 0");
    expect(() => take(zeros([0]), [0])).toThrow("take: index 0 at position 0 is outside an axis of length 0");
  });
});

describe("takeAlongAxis", () => {
  it("picks from each row by its own index", () => {
    const logits = randomTensor(1, [5, 3]);
    const targets = [2, 0, 1, 1, -1];
    expect(takeAlongAxis(logits, tensor(targets, { shape: [5, 1] })).toNested()).toEqual(
      targets.map((c, i) => [logits.slice(i, c).item()]),
    );
  });

  it("works along any axis of any view", () => {
    const x = arange(24).reshape([2, 3, 4]).T;
    const indices = tensor(
      [
        [
          [2, 0],
          [1, 1],
        ],
      ].concat(
        Array(3).fill([
          [0, 1],
          [2, 2],
        ]),
      ),
    );
    const y = takeAlongAxis(x, indices, 1);
    expect(y.shape).toEqual([4, 2, 2]);
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < 2; j++)
        for (let k = 0; k < 2; k++)
          expect(y.slice(i, j, k).item()).toBe(x.slice(i, indices.slice(i, j, k).item(), k).item());
  });

  it("names shapes that differ outside the axis", () => {
    expect(() => takeAlongAxis(zeros([3, 4]), zeros([2, 1]))).toThrow(
      "takeAlongAxis: x is [3, 4] but indices are [2, 1]; apart from axis 1 they must agree",
    );
    expect(() => takeAlongAxis(zeros([3]), zeros([]))).toThrow("x is [3] but indices are []");
    expect(() => takeAlongAxis(zeros([3]), tensor([3]))).toThrow("takeAlongAxis: index 3 at position 0");
  });
});

describe("oneHot", () => {
  it("has a single 1 in each row", () => {
    expect(oneHot([2, 0], 3).toNested()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expect(oneHot(tensor([[1]]), 2, "bool").toNested()).toEqual([[[false, true]]]);
    expect(oneHot([], 3).shape).toEqual([0, 3]);
  });

  it("names the label that is no class", () => {
    expect(() => oneHot([0, 3], 3)).toThrow("oneHot: index 3 at position 1 is outside an axis of length 3");
  });
});

describe("concatenate and stack", () => {
  const [a, b] = [randomTensor(1, [3, 4]), randomTensor(2, [3, 2])];

  it("undo slicing", () => {
    const x = randomTensor(3, [5, 17]);
    expect(concatenate([x.slice(":2"), x.slice("2:2"), x.slice("2:")]).toNested()).toEqual(x.toNested());
    expect(concatenate([x.slice(":", ":3"), x.slice(":", "3:")], -1).toNested()).toEqual(x.toNested());
    expect(stack([0, 1, 2, 3, 4].map((i) => x.slice(i))).toNested()).toEqual(x.toNested());
    expect(
      stack(
        [0, 1, 2, 3, 4].map((i) => x.slice(i)),
        1,
      ).toNested(),
    ).toEqual(x.T.toNested());
  });

  it("read views and take the latest dtype", () => {
    const y = concatenate([a.T, full([1, 3], 1, "int32")]);
    expect(y).toMatchObject({ shape: [5, 3], dtype: "float64" });
    expect(y.slice(":4").toNested()).toEqual(a.T.toNested());
    expect(stack([tensor(1), tensor(2)]).toNested()).toEqual([1, 2]);
  });

  it("name the shapes that do not fit", () => {
    expect(() => concatenate([a, b])).toThrow("concatenate: shapes [3, 4] and [3, 2] differ outside axis 0");
    expect(() => concatenate([a, zeros([3])])).toThrow("concatenate: shapes [3, 4] and [3] differ outside");
    expect(() => concatenate([])).toThrow("concatenate: got no tensors; expected at least one");
    expect(() => concatenate([tensor(1)])).toThrow("concatenate: axis is 0; expected");
    expect(() => stack([a, b])).toThrow("stack: shapes [3, 4] and [3, 2] differ; expected one shape");
    expect(() => stack([])).toThrow("stack: got no tensors; expected at least one");
  });
});
