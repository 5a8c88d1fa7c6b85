import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "./npy.js";
import { decodeNpz, encodeNpz } from "./npz.js";
import { FormatError, type StoredArray } from "./storedArray.js";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../test/fixtures/${name}`, import.meta.url)));

const matrix: StoredArray = {
  dtype: "float64",
  shape: [2, 3],
  data: new Float64Array([0.5, -1.25, 3, 1e-300, -0, 7]),
};
const labels: StoredArray = { dtype: "uint8", shape: [2], data: new Uint8Array([1, 0]) };
const cube: StoredArray = {
  dtype: "int32",
  shape: [2, 3, 4],
  data: Int32Array.from({ length: 24 }, (_, i) => i),
};
const ones: StoredArray = { dtype: "float32", shape: [1000], data: new Float32Array(1000).fill(1) };

describe("parity with NumPy", () => {
  it("decodes what savez stores, in its order", () => {
    const arrays = decodeNpz(fixture("stored.npz"));
    expect({ ...arrays }).toEqual({ matrix, labels });
    expect(Object.keys(arrays)).toEqual(["matrix", "labels"]);
  });

  it("decodes what savez_compressed deflates", () => {
    expect({ ...decodeNpz(fixture("compressed.npz")) }).toEqual({ cube, é: ones });
  });
});

describe("round trips", () => {
  it.each([false, true])("compress: %s", (compress) => {
    expect({ ...decodeNpz(encodeNpz({ ones, matrix, é: labels }, { compress })) }).toEqual({
      ones,
      matrix,
      é: labels,
    });
  });

  it("no arrays", () => {
    expect({ ...decodeNpz(encodeNpz({})) }).toEqual({});
  });

  it.each([false, true])("the order of the keys and the clock do not matter, compress: %s", (compress) => {
    expect(encodeNpz({ a: ones, b: labels }, { compress })).toEqual(
      encodeNpz({ b: labels, a: ones }, { compress }),
    );
    expect(encodeNpz({ a: ones, b: labels }, { compress }).subarray(10, 14)).toEqual(
      new Uint8Array([0, 0, 0x21, 0]),
    );
  });

  it("compression makes constant arrays small", () => {
    expect(encodeNpz({ ones }, { compress: true }).length).toBeLessThan(300);
    expect(encodeNpz({ ones }).length).toBeGreaterThan(4000);
  });

  it("a name that is not in the archive is undefined", () => {
    expect(decodeNpz(encodeNpz({})).constructor).toBeUndefined();
  });
});

describe("decodeNpz refuses", () => {
  const bytes = encodeNpz({ x: labels });
  const centralAt = bytes.length - 22 - (46 + 5);
  const changed = (at: number, values: number[]) => {
    const copy = bytes.slice();
    copy.set(values, at);
    return copy;
  };
  const deflated = encodeNpz({ ones }, { compress: true });
  const deflatedCentral = deflated.length - 22 - (46 + 8);

  it.each<[string, Uint8Array, string]>([
    ["no bytes", new Uint8Array(0), "no end of the directory in the file's 0 bytes"],
    ["a cut-off archive", bytes.subarray(0, -1), "expected a complete zip archive"],
    [
      "a directory that is not where it should be",
      changed(bytes.length - 6, [1]),
      "no directory entry at byte",
    ],
    [
      "more entries than there are",
      changed(bytes.length - 12, [2]),
      `no directory entry at byte ${bytes.length - 22}; expected number 2 of 2`,
    ],
    [
      "an archive in zip64 format",
      changed(bytes.length - 12, [0xff, 0xff]),
      "the archive is in zip64 format",
    ],
    ["an entry past the directory's end", changed(centralAt + 28, [6]), "goes past the directory's end"],
    ["an encrypted file", changed(centralAt + 8, [1]), '"x.npy" is encrypted'],
    ["another compression", changed(centralAt + 10, [12]), '"x.npy" is compressed by method 12; expected 0'],
    ["a file that is not there", changed(centralAt + 42, [1]), '"x.npy" is not at byte 1'],
    ["a file past the archive's end", changed(centralAt + 20, [0, 1]), '"x.npy" ends at byte'],
    [
      "a stored size that differs",
      changed(centralAt + 24, [1]),
      '"x.npy" claims 1 bytes, which its 130 packed',
    ],
    ["a wrong bit in the data", changed(100, [7]), '"x.npy" is damaged: its checksum does not match'],
    [
      "a deflated size beyond what deflate can reach",
      (() => {
        const bomb = deflated.slice();
        bomb.set([0, 0, 0, 0x70], deflatedCentral + 24);
        return bomb;
      })(),
      '"ones.npy" claims 1879048192 bytes, which its',
    ],
    [
      "a deflated size that is too small",
      (() => {
        const small = deflated.slice();
        small.set([100, 0], deflatedCentral + 24);
        return small;
      })(),
      '"ones.npy" is damaged',
    ],
    ["damaged deflate data", deflated.slice().fill(0xff, 40, 60), '"ones.npy" cannot be inflated: '],
    [
      "a file that is no array",
      zipSync({ "read.me": new Uint8Array(1) }),
      'the archive holds "read.me"; expected arrays',
    ],
    ["__proto__", zipSync({ "__proto__.npy": encodeNpy(labels) }), 'the archive holds "__proto__.npy"'],
    [
      "an array that does not decode",
      zipSync({ "x.npy": fixture("half.npy") }),
      'decodeNpz: "x.npy": decodeNpy: the elements',
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => decodeNpz(bytes)).toThrow(FormatError);
    expect(() => decodeNpz(bytes)).toThrow(message);
  });

  it("two files of one name", () => {
    const twice = encodeNpz({ a: labels, b: labels });
    const second = new TextDecoder("latin1").decode(twice).lastIndexOf("b.npy");
    twice[second] = "a".charCodeAt(0);
    expect(() => decodeNpz(twice)).toThrow('zip: "a.npy" is there twice');
  });

  it("every archive that is cut off", () => {
    const bytes = fixture("compressed.npz");
    for (let end = 0; end < bytes.length; end++)
      expect(() => decodeNpz(bytes.subarray(0, end)), `cut at ${end}`).toThrow(FormatError);
  });

  it("or accepts, but never fails otherwise, when one byte is another", () => {
    const bytes = fixture("compressed.npz");
    for (let at = 0; at < bytes.length; at++)
      for (const byte of [0, 1, 0x7f, 0xff]) {
        const copy = bytes.slice();
        copy[at] = byte;
        try {
          decodeNpz(copy);
        } catch (error) {
          expect(error, `byte ${at} = ${byte}: ${(error as Error).stack}`).toBeInstanceOf(FormatError);
        }
      }
  });
});
