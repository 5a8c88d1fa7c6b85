import { describe, expect, it } from "vitest";
import {
  arange,
  broadcastTo,
  integers,
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
