import { describe, expect, it } from "vitest";
import {
  decodeNpy,
  decodeNpz,
  decodeSafetensors,
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  fromStoredArray,
  full,
  tensor,
  toStoredArray,
} from "./index.js";

describe("tensors in files", () => {
  it.each(["bool", "uint8", "int32", "float32", "float64"] as const)("come back the same (%s)", (dtype) => {
    const x = tensor(
      [
        [1, 0, 3],
        [4, 5, 6],
      ],
      { dtype },
    ).T;
    const array = toStoredArray(x);
    const copies = [
      decodeNpy(encodeNpy(array)),
      decodeNpz(encodeNpz({ x: array })).x,
      decodeSafetensors(encodeSafetensors({ tensors: { x: array } })).tensors.x,
    ].map(fromStoredArray);
    for (const copy of copies) {
      expect(copy).toMatchObject({ dtype, shape: [3, 2] });
      expect(copy.toNested()).toEqual(x.toNested());
    }
  });

  it("widen integers that tensors do not have", () => {
    const arrays = [
      { dtype: "int8", data: Int8Array.of(-3), as: "int32" },
      { dtype: "int16", data: Int16Array.of(-3), as: "int32" },
      { dtype: "uint16", data: Uint16Array.of(65_535), as: "int32" },
      { dtype: "uint32", data: Uint32Array.of(2 ** 32 - 1), as: "float64" },
      { dtype: "int64", data: BigInt64Array.of(-(2n ** 53n) + 1n), as: "float64" },
      { dtype: "uint64", data: BigUint64Array.of(2n ** 53n - 1n), as: "float64" },
    ] as const;
    for (const { dtype, data, as } of arrays) {
      const x = fromStoredArray({ dtype, shape: [], data } as Parameters<typeof fromStoredArray>[0]);
      expect([x.dtype, x.item()]).toEqual([as, Number(data[0])]);
    }
  });

  it("refuse integers that would be rounded", () => {
    const data = BigInt64Array.of(1n, 2n ** 53n);
    expect(() => fromStoredArray({ dtype: "int64", shape: [2], data })).toThrow(
      "fromStoredArray: 9007199254740992 is not exact in float64; expected at most 2^53 - 1",
    );
  });

  it("do not share memory with what was decoded", () => {
    const data = Float64Array.of(1);
    const x = fromStoredArray({ dtype: "float64", shape: [1], data });
    data[0] = 2;
    expect(x.item()).toBe(1);
    expect(toStoredArray(full([3], 1)).data).toEqual(Float64Array.of(1, 1, 1));
  });
});
