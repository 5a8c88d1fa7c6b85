import {
  crc32,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
} from "node:zlib";
import { joined, mutateBytes } from "./mutateBytes.js";
import { mutateJson } from "./mutateJson.js";
import { mutateText } from "./mutateText.js";
import { bytesOf, latin, type Mutate } from "./mutation.js";

/** One kind of change or another; `byteShare` of them know nothing of the format. */
export const mixed =
  (byteShare: number, aware: Mutate): Mutate =>
  (bytes, random, other) => {
    if (random.chance(byteShare)) return mutateBytes(bytes, random, other);
    try {
      return aware(bytes, random, other);
    } catch {
      return mutateBytes(bytes, random, other); // an earlier mutation has left nothing of the format
    }
  };

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new DataView(buffer, byteOffset, byteLength);

/** A safetensors file's header, as text, and the data behind it. */
export function headerAndData(bytes: Uint8Array): { header: string; data: Uint8Array } {
  const length = Number(viewOf(bytes).getBigUint64(0, true));
  if (8 + length > bytes.length) throw new RangeError("not safetensors");
  const header = Buffer.from(bytes.subarray(8, 8 + length)).toString();
  return { header: header.trimEnd(), data: bytes.subarray(8 + length) };
}

/** The file with that header, whose length it gives rightly, or wrongly by so much. */
export function safetensorsOf(header: string, data: Uint8Array, off = 0): Uint8Array {
  const text = Buffer.from(header);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length + off));
  return joined(size, text, data);
}

/** The header's JSON, with its length set right; or a length that is wrong; or the data. */
export const mutateSafetensors = mixed(0.15, (bytes, random, other) => {
  const { header, data } = headerAndData(bytes);
  if (random.chance(0.15))
    return joined(bytes.subarray(0, bytes.length - data.length), mutateBytes(data, random, other));
  const text = random.chance(0.01) ? "" : mutateJson(header, random);
  return safetensorsOf(text, data, random.chance(0.05) ? random.pick([-8, -1, 1, 8, 2 ** 40]) : 0);
});

/** The text of the header, with its length set right. */
export const mutateNpy = mixed(0.4, (bytes, random, other) => {
  const length = viewOf(bytes).getUint16(8, true);
  const header = mutateText(bytes.subarray(10, 10 + length), random, other);
  if (random.chance(0.5))
    return joined(
      bytes.subarray(0, 8),
      Uint8Array.of(header.length & 255, header.length >> 8),
      header,
      bytes.subarray(10 + length),
    );
  return joined(bytes.subarray(0, 10 + length), mutateBytes(bytes.subarray(10 + length), random, other));
});

interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly deflated: boolean;
}

/** A zip archive of whole, checked files; those of others are found by it as well. */
function zipOf(files: readonly ZipFile[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, content, deflated } of files) {
    const packed = deflated ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(deflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const local = joined(Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed);
    directory.push(
      joined(Buffer.from("PK\x01\x02\x14\x00"), common, place.subarray(0, 14), Buffer.from(name)),
    );
    locals.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(at, 16);
  return joined(...locals, ...directory, end);
}

function unzip(archive: Uint8Array): ZipFile[] {
  const view = viewOf(archive);
  const end = latin(archive).lastIndexOf("PK\x05\x06");
  const files: ZipFile[] = [];
  for (let at = view.getUint32(end + 16, true), k = view.getUint16(end + 10, true); k > 0; k--) {
    const [nameLength, localAt] = [view.getUint16(at + 28, true), view.getUint32(at + 42, true)];
    const start = localAt + 30 + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
    const packed = archive.subarray(start, start + view.getUint32(at + 20, true));
    const deflated = view.getUint16(at + 10, true) === 8;
    const name = latin(archive.subarray(at + 46, at + 46 + nameLength));
    files.push({
      name,
      deflated,
      content: deflated ? inflateRawSync(packed, { maxOutputLength: 2 ** 20 }) : packed,
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

const fileNames = [
  "x.npy",
  "y.npy",
  "__proto__.npy",
  "x",
  "../x.npy",
  "x_test.npy",
  "X.npy",
  "",
  "constructor.npy",
];

/** Another file in the archive, another name, a file twice or not at all; checksums and sizes are right. */
export const mutateNpz = mixed(0.3, (bytes, random, other) => {
  const files = unzip(bytes);
  const at = random.below(files.length);
  const file = files[at];
  switch (random.below(6)) {
    case 0:
      files[at] = { ...file, name: random.pick(fileNames) };
      break;
    case 1:
      files.push(file);
      break;
    case 2:
      files.splice(at, 1);
      break;
    default:
      files[at] = { ...file, deflated: random.chance(0.5), content: mutateNpy(file.content, random, other) };
  }
  return zipOf(files);
});

/** What was compressed is another text, or the compressed bytes are others. */
export const mutateGzip = mixed(0.3, (bytes, random, other) => {
  const content = gunzipSync(bytes, { maxOutputLength: 2 ** 20 });
  const members = random.chance(0.2) ? [content, content] : [mutateText(content, random, other)];
  return joined(...members.map((member) => gzipSync(member)));
});

/** A chunk has other bytes, comes twice, elsewhere or not at all; checksums are right, and pixels are compressed again. */
export const mutatePng = mixed(0.25, (bytes, random, other) => {
  const chunks: { type: string; data: Uint8Array }[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = viewOf(bytes).getUint32(at);
    chunks.push({
      type: latin(bytes.subarray(at + 4, at + 8)),
      data: bytes.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  const at = random.below(chunks.length);
  const { type, data } = chunks[at];
  switch (random.below(8)) {
    case 0:
      chunks.splice(at, 1);
      break;
    case 1:
      chunks.splice(random.below(chunks.length), 0, chunks[at]);
      break;
    case 2:
      chunks[at] = {
        type: random.pick(["PLTE", "tRNS", "IDAT", "IEND", "iCCP", "acTL", "tEXt", "pHYs"]),
        data,
      };
      break;
    default: {
      const pixels = type === "IDAT" && random.chance(0.7);
      const content = pixels ? inflateSync(data, { maxOutputLength: 2 ** 20 }) : data;
      const changed = mutateBytes(content, random, other);
      chunks[at] = { type, data: pixels ? deflateSync(changed) : changed };
    }
  }
  return joined(bytes.subarray(0, 8), ...chunks.map(chunkOf));
});

function chunkOf({ type, data }: { type: string; data: Uint8Array }): Uint8Array {
  const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  const body = joined(bytesOf(type), data);
  size.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return joined(size, body, check);
}

/** A segment of a JPEG: its length, or what is in it. */
export const mutateJpeg = mixed(0.4, (bytes, random, other) => {
  const starts = [...latin(bytes).matchAll(/\xff[\xc0-\xfe]/g)].map(({ index }) => index);
  const at = random.pick(starts);
  const changed = bytes.slice();
  switch (random.below(3)) {
    case 0:
      changed.set([random.below(256), random.below(256)], Math.min(at + 2, bytes.length - 2));
      return changed;
    case 1:
      changed[at + 1] = 0xc0 + random.below(0x3f);
      return changed;
    default: {
      const [from, to] = [at + 4, at + 40];
      const segment = mutateBytes(bytes.subarray(from, to), random, other);
      return joined(bytes.subarray(0, from), segment, bytes.subarray(to));
    }
  }
});

/** The footer of a Parquet file with its length set right; or any bytes. */
export const mutateParquet = mixed(0.3, (bytes, random, other) => {
  const length = viewOf(bytes).getUint32(bytes.length - 8, true);
  const from = bytes.length - 8 - length;
  const footer = mutateBytes(bytes.subarray(from, bytes.length - 8), random, other);
  const end = Buffer.from("....PAR1");
  end.writeUInt32LE(footer.length, 0);
  return joined(bytes.subarray(0, from), footer, end);
});
