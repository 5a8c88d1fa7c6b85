import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeNpy, encodeNpy } from "./npy.js";
import { FormatError, type StoredArray } from "./storedArray.js";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../test/fixtures/${name}`, import.meta.url)));

const matrix: StoredArray = {
  dtype: "float64",
  shape: [2, 3],
  data: new Float64Array([0.5, -1.25, 3, 1e-300, -0, 7]),
};
const scalar: StoredArray = { dtype: "int64", shape: [], data: new BigInt64Array([7n]) };
const empty: StoredArray = { dtype: "float32", shape: [0, 3], data: new Float32Array(0) };
const mask: StoredArray = { dtype: "bool", shape: [3], data: new Uint8Array([1, 0, 1]) };

describe("parity with NumPy", () => {
  it.each([
    ["matrix.npy", matrix],
    ["scalar.npy", scalar],
    ["empty.npy", empty],
  ])("%s decodes to its content and encodes to its bytes", (name, array) => {
    expect(decodeNpy(fixture(name))).toEqual(array);
    expect(encodeNpy(array)).toEqual(fixture(name));
  });

  it("a column-major array comes row-major", () => {
    const data = Int32Array.from({ length: 24 }, (_, i) => i);
    expect(decodeNpy(fixture("cube-fortran.npy"))).toEqual({ dtype: "int32", shape: [2, 3, 4], data });
  });

  it("decodes version 2.0", () => {
    expect(decodeNpy(fixture("version2.npy"))).toEqual(mask);
  });
});

describe("round trips", () => {
  it.each([0, 1, 3, 4, 5, 17])("%i elements of every type", (n) => {
    const numbers = Array.from({ length: n }, (_, i) => i % 2);
    const arrays: StoredArray[] = [
      { dtype: "bool", shape: [n], data: Uint8Array.from(numbers) },
      { dtype: "uint8", shape: [n, 1], data: Uint8Array.from(numbers) },
      { dtype: "int8", shape: [1, n], data: Int8Array.from(numbers) },
      { dtype: "uint16", shape: [n], data: Uint16Array.from(numbers) },
      { dtype: "int16", shape: [n], data: Int16Array.from(numbers) },
      { dtype: "uint32", shape: [n], data: Uint32Array.from(numbers) },
      { dtype: "int32", shape: [n], data: Int32Array.from(numbers) },
      { dtype: "uint64", shape: [n], data: BigUint64Array.from(numbers, BigInt) },
      { dtype: "int64", shape: [n], data: BigInt64Array.from(numbers, BigInt) },
      { dtype: "float32", shape: [n], data: Float32Array.from(numbers) },
      { dtype: "float64", shape: [n, 1, 1], data: Float64Array.from(numbers) },
    ];
    for (const array of arrays) expect(decodeNpy(encodeNpy(array))).toEqual(array);
  });

  it("bytes may start anywhere in their buffer: out of step with the elements, they are copied", () => {
    const bytes = encodeNpy(matrix);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    const decoded = decodeNpy(shifted.subarray(1));
    shifted.fill(0);
    expect(decoded).toEqual(matrix);
  });

  it("makes no copy of bytes that lie in step with the elements", () => {
    const bytes = encodeNpy(matrix);
    const { data } = decodeNpy(bytes);
    expect(data.buffer).toBe(bytes.buffer);
    expect([...data]).toEqual([...matrix.data]);
  });

  it("decodes a Node Buffer, whose slice is a view", () => {
    const { data } = decodeNpy(Buffer.from(encodeNpy(matrix)));
    expect([data.constructor, ...data]).toEqual([Float64Array, ...matrix.data]);
  });

  it("the data starts at a multiple of 64 bytes, however long the shape", () => {
    for (let axes = 0; axes <= 64; axes++) {
      const bytes = encodeNpy({ dtype: "uint8", shape: Array(axes).fill(1), data: new Uint8Array(1) });
      expect(bytes.length % 64).toBe(1);
      expect(decodeNpy(bytes).shape).toHaveLength(axes);
    }
  });
});

describe("decodeNpy refuses", () => {
  const bytes = fixture("matrix.npy");
  const header = (text: string) => {
    const changed = new Uint8Array(10 + text.length);
    changed.set([...bytes.subarray(0, 8), text.length, 0]);
    changed.set(new TextEncoder().encode(text), 10);
    return changed;
  };

  it.each<[string, Uint8Array, string]>([
    ["no bytes", new Uint8Array(0), 'the file has 0 bytes and does not begin with "\\x93NUMPY"'],
    ["another format", new TextEncoder().encode("a,b,c\n1,2,3\n4,5,6\n"), "expected a .npy file"],
    ["an unknown version", bytes.slice().fill(4, 6, 7), "byte 6 is 4; expected version 1, 2 or 3"],
    ["a header that is cut off", bytes.subarray(0, 100), "the header has 118 bytes but only 90 follow"],
    [
      "data that is cut off",
      bytes.subarray(0, -1),
      "47 bytes follow the header, which ends at byte 128; float64 [2, 3] needs 48",
    ],
    ["bytes after the data", new Uint8Array([...bytes, 0]), "49 bytes follow the header"],
    ["16-bit floats", fixture("half.npy"), "the elements are '<f2'; expected one of |b1, |u1"],
    ["big-endian numbers", fixture("big-endian.npy"), "the elements are '>f8'"],
    ["records", fixture("record.npy"), "the elements are [('a', '<i4'), ('b', '<f4')]"],
    ["Python objects", fixture("object.npy"), "the elements are '|O'"],
    ["a header that is no dictionary", header("[1, 2]"), "the header is [1, 2]; expected {'descr'"],
    [
      "a negative extent",
      header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }"),
      "the header is {'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }; expected",
    ],
    [
      "a size beyond exact integers",
      header("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }"),
      "the shape is (99999999999999999999,), more elements than can be counted",
    ],
    [
      "a bool that is neither 0 nor 1",
      encodeNpy(mask).fill(7, -1),
      "decodeNpy: bool 2 is the byte 7; expected 0 or 1",
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => decodeNpy(bytes)).toThrow(FormatError);
    expect(() => decodeNpy(bytes)).toThrow(message);
  });

  it("every file that is cut off", () => {
    for (let end = 0; end < bytes.length; end++)
      expect(() => decodeNpy(bytes.subarray(0, end)), `cut at ${end}`).toThrow(FormatError);
  });
});

describe("encodeNpy refuses", () => {
  it("data that does not fill its shape", () => {
    expect(() => encodeNpy({ dtype: "uint8", shape: [2, 2], data: new Uint8Array(3) })).toThrow(
      "encodeNpy: data has 3 elements but shape [2, 2] needs 4",
    );
  });

  it("more axes than NumPy has", () => {
    expect(() => encodeNpy({ dtype: "uint8", shape: Array(65).fill(1), data: new Uint8Array(1) })).toThrow(
      "encodeNpy: the array has 65 axes; expected at most 64",
    );
  });
});
