import { describe, expect, it } from "vitest";
import { arange, eye, full, ones, tensor, zeros } from "./index.js";

describe("tensor", () => {
  it("takes the shape of nested arrays, and a dtype from the values", () => {
    expect(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toMatchObject({ shape: [2, 3], dtype: "float64", size: 6 });
    expect(tensor(2.5)).toMatchObject({ shape: [], dtype: "float64", size: 1 });
    expect(tensor([true, false])).toMatchObject({ shape: [2], dtype: "bool" });
    expect(tensor([])).toMatchObject({ shape: [0], dtype: "float64", size: 0 });
    expect(tensor([[], [], []]).shape).toEqual([3, 0]);
    expect(tensor(new Float32Array(2)).dtype).toBe("float32");
    expect(tensor(new Int32Array(2)).dtype).toBe("int32");
    expect(tensor(new Uint8Array(2)).dtype).toBe("uint8");
  });

  it.each([
    [[], 7],
    [[0], []],
    [
      [2, 3],
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [[1, 1, 3, 1], [[[[1], [2], [3]]]]],
  ])("gives back what it was given (%j)", (shape, values) => {
    expect(tensor(values).shape).toEqual(shape);
    expect(tensor(values).toNested()).toEqual(values);
    const bools = JSON.parse(JSON.stringify(values).replace(/\d/g, "true"));
    expect(tensor(bools).toNested()).toEqual(bools);
  });

  it("converts as typed arrays do, bools by being other than 0", () => {
    const values = [-1.9, 0, 0.5, 300, 2 ** 31];
    expect(tensor(values, { dtype: "int32" }).toNested()).toEqual([-1, 0, 0, 300, -(2 ** 31)]);
    expect(tensor(values, { dtype: "uint8" }).toNested()).toEqual([255, 0, 0, 44, 0]);
    expect(tensor(values, { dtype: "bool" }).toNested()).toEqual([true, false, true, true, true]);
    expect(tensor([0.1], { dtype: "float32" }).item()).toBe(Math.fround(0.1));
    expect(tensor(new Uint8Array([0, 2]), { dtype: "bool" }).toNested()).toEqual([false, true]);
  });

  it("fills a shape in row-major order", () => {
    expect(tensor(Float32Array.of(1, 2, 3, 4), { shape: [2, 2] }).toNested()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(tensor([1, 2], { shape: [2, 1] }).toNested()).toEqual([[1], [2]]);
  });

  it("does not change when its source, or what was read from it, changes", () => {
    const source = Float64Array.of(1, 2);
    const x = tensor(source);
    source[0] = 9;
    x.toArray()[1] = 9;
    x.T.toArray()[1] = 9;
    expect(x.toNested()).toEqual([1, 2]);
    expect(() => Object.assign(x.shape, [5])).toThrow(TypeError);
  });

  it("is read in the dtype that is asked for", () => {
    expect(
      tensor([
        [1.5, 0],
        [-2, 4],
      ]).T.toArray("int32"),
    ).toEqual(Int32Array.of(1, -2, 0, 4));
    expect(tensor([0.5, 0]).toArray("bool")).toEqual(Uint8Array.of(1, 0));
    expect(tensor([true, false]).toArray()).toEqual(Uint8Array.of(1, 0));
    expect(tensor([0.1], { dtype: "float32" }).toArray()).toEqual(Float32Array.of(0.1));
  });

  it("names the entry that does not fit", () => {
    expect(() => tensor([[1, 2], [3]])).toThrow(
      "tensor: entry [1] is an array of 1; by the first entries the shape is [2, 2]",
    );
    expect(() => tensor([[1], 2])).toThrow(
      "tensor: entry [1] is 2; by the first entries the shape is [2, 1]",
    );
    expect(() => tensor([1, [2]])).toThrow("tensor: entry [1] is an array of 1; by the first entries the");
    expect(() => tensor([1, "2" as unknown as number])).toThrow(
      "tensor: entry [1] is 2; expected a number or a boolean",
    );
    expect(() => tensor([1, 2, 3], { shape: [2, 2] })).toThrow(
      "tensor: got 3 values but shape [2, 2] needs 4",
    );
    expect(() => tensor([1], { shape: [-1] })).toThrow(
      "tensor: shape is [-1]; lengths must be whole numbers",
    );
  });
});

describe("zeros, ones, full, eye, arange", () => {
  it("have the values their names say", () => {
    expect(zeros([2, 0]).toNested()).toEqual([[], []]);
    expect(ones([2], "int32")).toMatchObject({ dtype: "int32", shape: [2] });
    expect(full([2, 2], 7).toNested()).toEqual([
      [7, 7],
      [7, 7],
    ]);
    expect(full([], 0.5, "float32").item()).toBe(0.5);
    expect(eye(3, "bool").toNested()).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
    expect(eye(0).shape).toEqual([0, 0]);
    expect(arange(4)).toMatchObject({ dtype: "int32", shape: [4] });
    expect(arange(2, -3, -2).toNested()).toEqual([2, 0, -2]);
    expect(arange(0, 1, 0.25).toNested()).toEqual([0, 0.25, 0.5, 0.75]);
    expect(arange(3, 1).toNested()).toEqual([]);
  });

  it("refuse shapes and ranges that are none", () => {
    expect(() => zeros([2, 0.5])).toThrow("full: shape is [2, 0.5]; lengths must be whole numbers ≥ 0");
    expect(() => arange(0, 1, 0)).toThrow("arange: start 0, stop 1, step 0; expected finite bounds");
  });
});
