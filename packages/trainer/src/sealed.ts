import {
  crc32,
  decodeSafetensors,
  encodeSafetensors,
  FormatError,
  type Safetensors,
} from "@softmax/tensor-core";

/**
 * Safetensors with a checksum: `crc32` in the metadata, eight hexadecimal digits, of the bytes that `encodeSafetensors`
 * makes of all the rest. Those depend on the content alone, so that the seal holds when other software writes the file
 * anew, in another order.
 */
export function encodeSealed(content: Safetensors): Uint8Array {
  return encodeSafetensors({ ...content, metadata: { ...content.metadata, crc32: checksumOf(content) } });
}

/**
 * What `encodeSealed` was given. Files without a checksum, of earlier versions or of other software, are read as they are.
 *
 * @param place begins the error
 * @throws FormatError where the bytes are no safetensors, or their checksum is another than the file says
 */
export function decodeSealed(bytes: Uint8Array, place: string): Required<Safetensors> {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { crc32: written, ...rest } = metadata;
  if (written === undefined) return { tensors, metadata };
  const found = checksumOf({ tensors, metadata: rest });
  if (found !== written)
    throw new FormatError(
      `${place}: the checksum of the content is ${found}; expected ${written.slice(0, 20)}, as the metadata "crc32" says (the file was damaged, or changed by who left the checksum as it was)`,
    );
  return { tensors, metadata: rest };
}

/** Eight hexadecimal digits. */
export const hexadecimal = (checksum: number): string => checksum.toString(16).padStart(8, "0");

const checksumOf = (content: Safetensors): string => hexadecimal(crc32(encodeSafetensors(content)));
