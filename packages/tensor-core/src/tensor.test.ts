import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  arange,
  broadcastTo,
  eye,
  full,
  integers,
  ones,
  random,
  reshape,
  type Slice,
  slice,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "./index.js";
import { storageOf } from "./tensor.js";

const shares = (a: Tensor, b: Tensor) => storageOf(a).data === storageOf(b).data;

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

describe("item", () => {
  it("is the only element, of whatever shape", () => {
    expect(tensor([[3]]).item()).toBe(3);
    expect(tensor([5, 6]).slice(1).item()).toBe(6);
    expect(tensor(true).item()).toBe(1);
    expect(() => zeros([2]).item()).toThrow("item: the tensor has 2 elements; expected exactly one");
    expect(() => zeros([0]).item()).toThrow("item: the tensor has 0 elements; expected exactly one");
  });
});

describe("views", () => {
  const x = arange(24).reshape([2, 3, 4]);

  it("share the elements: transpose, slices, broadcasting, reshapes of what lies in order", () => {
    const views = [x.T, x.slice(1, "::-1", "1:3"), broadcastTo(x, [5, 2, 3, 4]), x.reshape([6, -1])];
    for (const view of views) expect(shares(view, x)).toBe(true);
  });

  it("reshape without a copy exactly where strides can say it", () => {
    expect(shares(x.slice(":", ":", "::2").reshape([6, 2]), x)).toBe(true);
    expect(shares(x.slice("::-1").reshape([2, 12]), x)).toBe(true);
    expect(shares(x.transpose([2, 0, 1]).reshape([4, 6]), x)).toBe(true);
    expect(shares(x.T.reshape([24]), x)).toBe(false);
    expect(shares(x.slice(":", "1:").reshape([16]), x)).toBe(false);
    expect(shares(broadcastTo(tensor([1, 2]), [3, 2]).reshape([6]), x)).toBe(false);
  });

  it.each([
    ["transposed", (x: Tensor) => x.T],
    ["reversed", (x: Tensor) => x.slice("::-1", ":", "::-2")],
    ["a column", (x: Tensor) => x.slice(":", 1, "2:3")],
    ["repeated", (x: Tensor) => broadcastTo(x.slice("1:"), [3, 3, 4])],
    ["empty", (x: Tensor) => x.slice(":0")],
  ])("reshape in row-major order, copy or not (%s)", (_name, view) => {
    const values = [...view(x).toArray()];
    for (const shape of [[-1], [1, -1, 1], [...view(x).shape].reverse(), [view(x).size / 2, 2]])
      expect([...view(x).reshape(shape).toArray()]).toEqual(values);
  });

  it("transpose: element (i, j, k) moves to where the order says", () => {
    const y = x.transpose([2, 0, 1]);
    expect(y.shape).toEqual([4, 2, 3]);
    for (const [i, j, k] of [
      [0, 0, 0],
      [1, 2, 3],
      [1, 0, 2],
    ])
      expect(y.slice(k, i, j).item()).toBe(x.slice(i, j, k).item());
    expect(x.transpose([-1, 0, 1]).toNested()).toEqual(y.toNested());
    expect(tensor(1).T.item()).toBe(1);
  });

  it("are functions, too", () => {
    expect(reshape(x, [24]).shape).toEqual([24]);
    expect(transpose(x).shape).toEqual([4, 3, 2]);
    expect(slice(x, 0, 0, 0).item()).toBe(0);
  });

  it("name shapes and axes that do not fit", () => {
    expect(() => x.reshape([5, -1])).toThrow("reshape: [2, 3, 4] has 24 elements, which do not fill [5, -1]");
    expect(() => x.reshape([-1, -1])).toThrow(
      "reshape: [2, 3, 4] has 24 elements, which do not fill [-1, -1]",
    );
    expect(() => x.reshape([-4, -6])).toThrow("do not fill [-4, -6]");
    expect(() => zeros([0]).reshape([0, -1])).toThrow(
      "reshape: [0] has 0 elements, which do not fill [0, -1]",
    );
    expect(() => x.transpose([0, 1])).toThrow(
      "transpose: axes are [0, 1]; expected each axis of [2, 3, 4] once",
    );
    expect(() => x.transpose([0, 1, 1])).toThrow("expected each axis of [2, 3, 4] once");
    expect(() => x.transpose([0, 1, 3])).toThrow("transpose: axis is 3; expected -3 … 2 for rank 3");
    expect(() => broadcastTo(x, [3, 4])).toThrow("broadcastTo: [2, 3, 4] does not broadcast to [3, 4]");
    expect(() => broadcastTo(x, [2, 3, 5])).toThrow("broadcastTo: shapes [2, 3, 4] and [2, 3, 5] do not");
  });
});

describe("slice", () => {
  /** Python's definition: start, start + step, … short of stop, of the indices there are. */
  function sliced(n: number, start: number | undefined, stop: number | undefined, step: number): number[] {
    const from = start === undefined ? (step > 0 ? 0 : n - 1) : start < 0 ? start + n : start;
    const to = stop === undefined ? (step > 0 ? n : -1) : stop < 0 ? Math.max(stop + n, -1) : stop;
    const indices: number[] = [];
    for (let i = from; step > 0 ? i < Math.min(to, n) : i > Math.max(to, -1); i += step) {
      if (i >= 0 && i < n) indices.push(i);
      else if (step < 0 ? i >= n : i < 0) i = (step > 0 ? 0 : n - 1) - step;
    }
    return indices;
  }

  it("takes what Python takes, for every short axis, bound and step", () => {
    for (const n of [0, 1, 3, 4, 5])
      for (const start of [undefined, -7, -3, -1, 0, 1, 2, 4, 9])
        for (const stop of [undefined, -7, -3, -1, 0, 1, 2, 4, 9])
          for (const step of [-7, -3, -2, -1, 1, 2, 3, 7]) {
            const text = `${start ?? ""}:${stop ?? ""}:${step}` as Slice;
            expect([text, n, arange(n).slice(text).toNested()]).toEqual([
              text,
              n,
              sliced(n, start, stop, step),
            ]);
          }
  });

  it("drops indexed axes, keeps the rest whole", () => {
    const x = arange(24).reshape([2, 3, 4]);
    expect(x.slice(1, -1).toNested()).toEqual([20, 21, 22, 23]);
    expect(x.slice(":", 0, "::3").toNested()).toEqual([
      [0, 3],
      [12, 15],
    ]);
    expect(x.slice().toNested()).toEqual(x.toNested());
    expect(x.slice("::-1").slice(0, 0, 0).item()).toBe(12);
  });

  it("names slices that are none", () => {
    const x = zeros([2, 3]);
    expect(() => x.slice(2)).toThrow("slice: index 2 is outside axis 0, which has length 2");
    expect(() => x.slice(0, -4)).toThrow("slice: index -4 is outside axis 1, which has length 3");
    expect(() => x.slice(0.5)).toThrow("slice: index 0.5 is outside axis 0");
    expect(() => x.slice(0, 0, 0)).toThrow("slice: 3 slices but the tensor is [2, 3]; at most one an axis");
    expect(() => x.slice("::0")).toThrow('slice: "::0" for axis 0 has step 0; expected any other');
    expect(() => x.slice("0.5:")).toThrow('slice: "0.5:" for axis 0 is no slice; expected start:stop');
  });
});

describe("toString", () => {
  it("fits a vector on a line and gives each row its own", () => {
    expect(String(tensor([1, 2.5, 3]))).toBe("Tensor float64 [3]: [1, 2.5, 3]");
    expect(String(tensor(Math.PI))).toBe("Tensor float64 []: 3.14159");
    expect(String(tensor([true, false]))).toBe("Tensor bool [2]: [true, false]");
    expect(String(zeros([2, 0]))).toBe("Tensor float64 [2, 0]:\n[[],\n []]");
    expect(
      String(
        tensor(
          [
            [1, -20],
            [3.25, 4],
          ],
          { dtype: "float32" },
        ),
      ),
    ).toBe("Tensor float32 [2, 2]:\n[[  1.00, -20.00],\n [  3.25,   4.00]]");
    expect(String(arange(4).reshape([2, 1, 2]))).toBe("Tensor int32 [2, 1, 2]:\n[[[0, 1]],\n\n [[2, 3]]]");
  });

  it("gives the floats of a table the same decimals, or their exponents", () => {
    const rows = (values: number[]) => String(tensor([values])).split("\n")[1];
    expect(rows([1, 2])).toBe("[[1, 2]]");
    expect(rows([1 / 3, 0])).toBe("[[0.333333, 0.000000]]");
    expect(rows([0.5, Number.NaN, -Infinity])).toBe("[[      0.5,       NaN, -Infinity]]");
    expect(rows([0.5, 1e-9])).toBe("[[ 0.5, 1e-9]]");
    expect(rows([123_456_789, 2])).toBe("[[123457000,         2]]");
  });

  it("shows only the ends of what is long", () => {
    expect(String(arange(1000))).toBe("Tensor int32 [1000]: [0, 1, 2, …, 997, 998, 999]");
    expect(
      String(arange(300).reshape([100, 3]))
        .split("\n")
        .slice(1),
    ).toEqual([
      "[[  0,   1,   2],",
      " [  3,   4,   5],",
      " [  6,   7,   8],",
      " …,",
      " [291, 292, 293],",
      " [294, 295, 296],",
      " [297, 298, 299]]",
    ]);
  });

  it("is what console.log shows in Node", () => {
    expect(inspect({ x: tensor([1, 2]) })).toBe("{ x: Tensor float64 [2]: [1, 2] }");
  });
});

it("survives any chain of views (against nested arrays)", () => {
  for (let trial = 0; trial < 50; trial++) {
    const choices = integers(random(trial, "chain"), 6, 3);
    let x = arange(2 * 3 * 4).reshape([2, 3, 4]);
    let twin = nestedTwin(x);
    for (const choice of choices) {
      x = choice === 0 ? x.T : choice === 1 ? x.slice("::-1") : x.reshape([...x.shape].reverse());
      twin = choice === 0 ? twin.T() : choice === 1 ? twin.reversed() : twin.reshaped();
    }
    expect(x.toNested()).toEqual(twin.values);
  }
});

type Cube = number[][][];

/** The same three views on arrays in arrays. */
function nestedTwin(x: Tensor) {
  const of = (values: Cube) => ({
    values,
    T: () => of(values[0][0].map((_, k) => values[0].map((_, j) => values.map((_, i) => values[i][j][k])))),
    reversed: () => of([...values].reverse()),
    reshaped: () => {
      const flat = values.flat(2);
      const [a, b, c] = [values[0][0].length, values[0].length, values.length];
      const at = (i: number, j: number, k: number) => flat[(i * b + j) * c + k];
      const range = (n: number) => [...Array(n).keys()];
      return of(range(a).map((i) => range(b).map((j) => range(c).map((k) => at(i, j, k)))));
    },
  });
  return of(x.toNested() as Cube);
}
