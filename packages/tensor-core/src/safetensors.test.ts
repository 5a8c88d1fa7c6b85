import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
import { FormatError, type StoredArray } from "./storedArray.js";

const python = new Uint8Array(readFileSync(new URL("../test/fixtures/python.safetensors", import.meta.url)));

/** The content of python.safetensors, as make.py states it. */
const tensors: Record<string, StoredArray> = {
  weights: { dtype: "float64", shape: [2, 3], data: new Float64Array([0.5, -1.25, 3, 1e-300, -0, 7]) },
  bias: { dtype: "float64", shape: [2], data: new Float64Array([1, -1]) },
  pixels: { dtype: "uint8", shape: [5], data: new Uint8Array([0, 1, 254, 255, 7]) },
  single: { dtype: "float32", shape: [1, 2, 1], data: new Float32Array([1.5, 2.5]) },
  steps: { dtype: "int64", shape: [], data: new BigInt64Array([42n]) },
  counter: { dtype: "uint64", shape: [1], data: new BigUint64Array([2n ** 64n - 1n]) },
  codes: { dtype: "int32", shape: [3], data: new Int32Array([-1, 2, -(2 ** 31)]) },
  u32: { dtype: "uint32", shape: [1], data: new Uint32Array([2 ** 32 - 1]) },
  i16: { dtype: "int16", shape: [2], data: new Int16Array([-(2 ** 15), 5]) },
  u16: { dtype: "uint16", shape: [1], data: new Uint16Array([2 ** 16 - 1]) },
  i8: { dtype: "int8", shape: [1], data: new Int8Array([-128]) },
  mask: { dtype: "bool", shape: [3], data: new Uint8Array([1, 0, 1]) },
  empty: { dtype: "float32", shape: [0, 3], data: new Float32Array(0) },
  "名 é😀\u007f": { dtype: "float32", shape: [1], data: new Float32Array([3]) },
  "\uffee": { dtype: "float32", shape: [1], data: new Float32Array([4]) },
  'q"\\\n': { dtype: "float32", shape: [1], data: new Float32Array([5]) },
};
const metadata = { softmax: '{"version":1,"é":"\\n"}' };

/** A file with the given header text and bytes of data. */
function file(header: string | object, dataBytes = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const f32 = (shape: unknown, data_offsets: unknown) => ({ dtype: "F32", shape, data_offsets });

describe("parity with the Python package", () => {
  it("decodes every element type, a scalar, an empty array and names beyond ASCII", () => {
    const decoded = decodeSafetensors(python);
    expect({ ...decoded.tensors }).toEqual(tensors);
    expect({ ...decoded.metadata }).toEqual(metadata);
  });

  it("encodes the same content as the same bytes", () => {
    expect(encodeSafetensors({ tensors, metadata })).toEqual(python);
  });

  it("encodes the same bytes whatever the order of the keys", () => {
    const reversed = Object.fromEntries(Object.entries(tensors).reverse());
    expect(encodeSafetensors({ tensors: reversed, metadata })).toEqual(python);
    const encode = (metadata: Record<string, string>) => encodeSafetensors({ tensors: {}, metadata });
    expect(encode({ b: "2", a: "1" })).toEqual(encode({ a: "1", b: "2" }));
  });
});

describe("round trips", () => {
  it.each([0, 1, 3, 4, 5, 17])("%i values of each width come back, aligned", (n) => {
    const arrays: Record<string, StoredArray> = {
      a: { dtype: "uint8", shape: [n], data: new Uint8Array(n).map((_, i) => 3 * i) },
      b: { dtype: "float64", shape: [n, 1], data: new Float64Array(n).map((_, i) => i / 7) },
      c: { dtype: "float32", shape: [1, n], data: new Float32Array(n).map((_, i) => -i) },
    };
    expect({ ...decodeSafetensors(encodeSafetensors({ tensors: arrays })).tensors }).toEqual(arrays);
  });

  it("keeps the bits of NaN, infinities and minus zero", () => {
    const data = new Float64Array([Number.NaN, Infinity, -Infinity, -0, 5e-324]);
    const decoded = decodeSafetensors(
      encodeSafetensors({ tensors: { x: { dtype: "float64", shape: [5], data } } }),
    );
    expect(new Uint8Array(decoded.tensors.x.data.buffer)).toEqual(new Uint8Array(data.buffer));
  });

  it("encodes only the part of the buffer that a view shows", () => {
    const data = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    const { x } = decodeSafetensors(
      encodeSafetensors({ tensors: { x: { dtype: "float32", shape: [2], data } } }),
    ).tensors;
    expect(x.data).toEqual(new Float32Array([1, 2]));
  });

  it("decodes bytes that start anywhere in their buffer, into memory of its own", () => {
    const shifted = new Uint8Array(python.length + 3);
    shifted.set(python, 3);
    const decoded = decodeSafetensors(shifted.subarray(3));
    shifted.fill(0);
    expect({ ...decoded.tensors }).toEqual(tensors);
  });

  it("decodes a Node Buffer, whose slice is a view", () => {
    expect({ ...decodeSafetensors(Buffer.from(python)).tensors }).toEqual(tensors);
  });

  it("a file without tensors holds its metadata", () => {
    const decoded = decodeSafetensors(encodeSafetensors({ tensors: {}, metadata: { a: "1" } }));
    expect([{ ...decoded.tensors }, { ...decoded.metadata }]).toEqual([{}, { a: "1" }]);
    expect({ ...decodeSafetensors(file("{}   ")).tensors }).toEqual({});
  });

  it("a name that is not in the file is undefined, whatever Object.prototype has", () => {
    const decoded = decodeSafetensors(file("{}"));
    expect(decoded.tensors.constructor).toBeUndefined();
    expect(decoded.metadata.toString).toBeUndefined();
  });
});

describe("decodeSafetensors refuses", () => {
  const cases: [what: string, bytes: Uint8Array, message: string][] = [
    ["a file too short for its length", new Uint8Array(7), "the file has 7 bytes; expected at least the 8"],
    [
      "a header longer than the file",
      python.subarray(0, 500),
      "bytes 0–7 say that the header has 1024 bytes; expected at most 492 (the file has 500)",
    ],
    [
      "a header of 2⁶⁴ − 1 bytes",
      new Uint8Array(20).fill(255),
      "say that the header has 18446744073709551615 bytes",
    ],
    ["an empty header", file(""), 'byte 8 is missing; expected 123, the "{" that opens the header'],
    ["a header that is no object", file("[]"), "byte 8 is 91; expected 123"],
    ["a header that is not JSON", file('{"a":}'), "the header in bytes 8–13 is not JSON in UTF-8: "],
    ["a header that is not UTF-8", file("{}").fill(0xff, 9, 10), "is not JSON in UTF-8: "],
    [
      "a key that comes twice, even when written differently",
      file(`{"x":${JSON.stringify(f32([0], [0, 0]))},"\\u0078":${JSON.stringify(f32([0], [0, 0]))}}`),
      'the header has the key "x" twice at character 54',
    ],
    [
      "a field that comes twice",
      file('{"x":{"dtype":"F32","dtype":"F64"}}'),
      'the key "dtype" twice at character 20',
    ],
    [
      "__proto__ as a name",
      file('{"__proto__":{}}'),
      'the header has the key "__proto__" (refused) at character 1',
    ],
    [
      "metadata that is no object",
      file({ __metadata__: ["a"] }),
      '"__metadata__" is ["a"]; expected an object of strings',
    ],
    ["metadata that is no string", file({ __metadata__: { n: 1 } }), 'metadata "n" is 1; expected a string'],
    ["a tensor that is no object", file({ x: 3 }), 'tensor "x" is 3; expected {dtype, shape, data_offsets}'],
    [
      "an element type without a typed array",
      file({ x: { ...f32([1], [0, 2]), dtype: "BF16" } }, 2),
      'tensor "x" has dtype "BF16"; expected one of U64, I64, F64, F32',
    ],
    [
      "a missing element type",
      file({ x: { shape: [], data_offsets: [0, 0] } }),
      'tensor "x" has dtype missing',
    ],
    [
      "a dtype from Object.prototype",
      file({ x: { ...f32([1], [0, 4]), dtype: "toString" } }, 4),
      'dtype "toString"',
    ],
    [
      "a negative extent",
      file({ x: f32([-1], [0, 0]) }),
      'tensor "x" has shape [-1]; expected whole numbers ≥ 0',
    ],
    ["a fractional extent", file({ x: f32([0.5], [0, 2]) }, 2), 'tensor "x" has shape [0.5]'],
    [
      "a size beyond exact integers",
      file({ x: f32([2 ** 40, 2 ** 40, 0], [0, 0]) }),
      'tensor "x" has shape [1099511627776,',
    ],
    ["a shape that is no array", file({ x: f32("2", [0, 8]) }, 8), 'tensor "x" has shape "2"'],
    [
      "offsets that are no pair",
      file({ x: f32([1], [4]) }, 4),
      "data_offsets [4]; expected two whole numbers ≥ 0",
    ],
    [
      "negative offsets",
      file({ x: f32([1], [-4, 0]) }, 4),
      "data_offsets [-4,0]; expected two whole numbers ≥ 0",
    ],
    [
      "a size that does not match",
      file({ x: f32([2, 2], [0, 12]) }, 12),
      'tensor "x" has data_offsets [0,12], 12 bytes; F32 [2,2] needs 16',
    ],
    [
      "tensors that overlap",
      file({ a: f32([2], [0, 8]), b: f32([2], [4, 12]) }, 12),
      'tensor "b" begins at data byte 4; expected 8, where the one before it ends',
    ],
    [
      "a gap between tensors",
      file({ b: f32([1], [8, 12]), a: f32([1], [0, 4]) }, 12),
      'tensor "b" begins at data byte 8; expected 4',
    ],
    [
      "a file that is cut off",
      file({ a: f32([2], [0, 8]) }, 7),
      "the tensors end at data byte 8 but the file has 7 bytes",
    ],
    [
      "bytes after the last tensor",
      file({ a: f32([1], [0, 4]) }, 5),
      "end at data byte 4 but the file has 5",
    ],
    [
      "a bool that is neither 0 nor 1",
      file({ a: { dtype: "BOOL", shape: [3], data_offsets: [0, 3] } }, 3).fill(2, -1),
      'tensor "a": bool 2 is the byte 2; expected 0 or 1',
    ],
  ];

  it.each(cases)("%s", (_, bytes, message) => {
    const decode = () => decodeSafetensors(bytes);
    expect(decode).toThrow(FormatError);
    expect(decode).toThrow(message);
  });

  it("every file that is cut off", () => {
    for (let end = 0; end < python.length; end++)
      expect(() => decodeSafetensors(python.subarray(0, end)), `cut at ${end}`).toThrow(FormatError);
  });

  it("or accepts, but never fails otherwise, when one byte of the header is another", () => {
    for (let at = 0; at < 600; at++)
      for (const byte of [0, 0x22, 0x30, 0x7b, 0xff]) {
        const bytes = python.slice();
        bytes[at] = byte;
        try {
          decodeSafetensors(bytes);
        } catch (error) {
          expect(error, `byte ${at} = ${byte}`).toBeInstanceOf(FormatError);
        }
      }
  });
});

describe("encodeSafetensors refuses", () => {
  const scalar: StoredArray = { dtype: "float32", shape: [], data: new Float32Array(1) };

  it.each<[string, unknown, string]>([
    ["too few elements", { ...scalar, shape: [2] }, 'tensor "x": data has 1 elements but shape [2] needs 2'],
    [
      "a shape of fractions",
      { ...scalar, shape: [0.5] },
      "data has 1 elements but shape [0.5] needs whole numbers ≥ 0",
    ],
    [
      "another typed array",
      { ...scalar, dtype: "float64" },
      "data is a Float32Array but dtype float64 needs a Float64Array",
    ],
    [
      "an unknown dtype",
      { ...scalar, dtype: "float16" },
      'tensor "x": dtype is "float16"; expected one of bool, uint8',
    ],
  ])("%s", (_, array, message) => {
    expect(() => encodeSafetensors({ tensors: { x: array as StoredArray } })).toThrow(message);
  });

  it("reserved names", () => {
    expect(() => encodeSafetensors({ tensors: { __metadata__: scalar } })).toThrow(
      'encodeSafetensors: a tensor cannot be named "__metadata__"',
    );
    expect(() => encodeSafetensors({ tensors: { ["__proto__"]: scalar } })).toThrow('named "__proto__"');
    expect(() => encodeSafetensors({ tensors: {}, metadata: { ["__proto__"]: "x" } })).toThrow(
      'named "__proto__"',
    );
  });

  it("metadata that is no string", () => {
    const metadata = { n: 1 } as unknown as Record<string, string>;
    expect(() => encodeSafetensors({ tensors: {}, metadata })).toThrow(
      'metadata "n" is a number; expected a string',
    );
  });
});
