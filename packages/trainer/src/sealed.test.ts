import {
  crc32,
  decodeSafetensors,
  encodeSafetensors,
  FormatError,
  type Safetensors,
} from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { decodeSealed, encodeSealed } from "./sealed.js";

const content: Required<Safetensors> = {
  tensors: {
    a: { dtype: "float64", shape: [2], data: Float64Array.of(1.5, Number.NaN) },
    b: { dtype: "uint8", shape: [3], data: Uint8Array.of(1, 2, 3) },
  },
  metadata: { about: '{"x":1}' },
};

const plain = ({ tensors, metadata }: Required<Safetensors>) => ({
  tensors: { ...tensors },
  metadata: { ...metadata },
});

describe("a sealed file", () => {
  it("gives back what was put in, and is safetensors with the CRC-32 of those without it", () => {
    const bytes = encodeSealed(content);
    expect(plain(decodeSealed(bytes, "test"))).toEqual(content);
    expect(Number.parseInt(decodeSafetensors(bytes).metadata.crc32, 16)).toBe(
      crc32(encodeSafetensors(content)),
    );
  });

  it("is refused with any one bit of its content changed", () => {
    const bytes = encodeSealed(content);
    for (let at = 8; at < bytes.length; at++)
      for (let bit = 0; bit < 8; bit++) {
        const damaged = bytes.slice();
        damaged[at] ^= 1 << bit;
        let read: Required<Safetensors>;
        try {
          read = decodeSealed(damaged, "test");
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          continue;
        }
        // Without its name the checksum is no checksum; the content is then as it was, beside a key of another name.
        expect(read.metadata.crc32).toBeUndefined();
        expect(plain(read).tensors).toEqual(content.tensors);
        expect(read.metadata.about).toBe(content.metadata.about);
      }
  });

  it("says which checksum was found and which expected", () => {
    const bytes = encodeSafetensors({ ...content, metadata: { ...content.metadata, crc32: "00000000" } });
    expect(() => decodeSealed(bytes, "test")).toThrow(
      /^test: the checksum of the content is [0-9a-f]{8}; expected 00000000, as the metadata "crc32" says/,
    );
  });

  it("may have its parts in another order, as other software writes them", () => {
    const { tensors, metadata } = decodeSafetensors(encodeSealed(content));
    const text = JSON.stringify({
      b: { dtype: "U8", shape: [3], data_offsets: [0, 3] },
      a: { dtype: "F64", shape: [2], data_offsets: [3, 19] },
      __metadata__: { about: metadata.about, crc32: metadata.crc32 },
    });
    const bytes = new Uint8Array(8 + text.length + 19);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(new TextEncoder().encode(text), 8);
    bytes.set(tensors.b.data as Uint8Array, 8 + text.length);
    bytes.set(new Uint8Array(tensors.a.data.buffer), 8 + text.length + 3);
    expect(plain(decodeSealed(bytes, "test"))).toEqual(content);
  });

  it("without a checksum is read as it is", () => {
    expect(plain(decodeSealed(encodeSafetensors(content), "test"))).toEqual(content);
  });
});
