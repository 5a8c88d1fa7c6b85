import type { DecodedPng } from "fast-png";
import { DataError } from "./dataset.js";

export type ImageFormat = "png" | "jpeg";

/** What the first bytes of an image file say about it; gray images have one channel, others three. */
export interface ImageHeader {
  readonly format: ImageFormat;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

/**
 * Decodes an image of height × width pixels into `target`, planar: pixel p of channel c at
 * `offset + c · height · width + p`. A gray image fills every channel alike; transparency is ignored.
 */
export type ImageDecoder = (
  bytes: Uint8Array,
  target: Uint8Array,
  offset: number,
  shape: Omit<ImageHeader, "format">,
) => void;

/** Pixels with `stride` bytes each, channels first. */
interface Pixels {
  readonly data: Uint8Array;
  readonly stride: number;
}

/** The name of PNG's header. */
const IHDR = 0x49484452;

/**
 * Reads the header of a PNG or JPEG file.
 *
 * @throws DataError beginning with `name` when the bytes are neither, are cut off, or have more than 8 bits a
 *   channel.
 */
export function imageHeader(bytes: Uint8Array, name: string): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 33 && view.getUint32(0) === 0x89504e47 && view.getUint32(12) === IHDR)
    return pngHeader(view, name);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegHeader(view, name);
  throw new DataError(
    `${name}: ${bytes.length} bytes that begin like neither PNG nor JPEG; expected an image`,
  );
}

/** IHDR: width, height, bits a channel, color type, compression, filter, interlacing. */
function pngHeader(view: DataView, name: string): ImageHeader {
  refuseSecondHeader(view, name);
  const depth = view.getUint8(24);
  if (depth > 8)
    throw new DataError(`${name}: ${depth} bits a channel; expected at most 8 (convert the image)`);
  if (depth < 8 && view.getUint8(28) !== 0)
    throw new DataError(
      `${name}: interlaced with ${depth} bits a channel; expected no interlacing (convert the image)`,
    );
  const colorType = view.getUint8(25);
  const samples = samplesOfColorType[colorType];
  if (samples === undefined || depth === 0)
    throw new DataError(
      `${name}, bytes 24 and 25: color type ${colorType} of ${depth} bits; expected 0, 2, 3, 4 or 6 of 1 to 8`,
    );
  const isGray = colorType === 0 || colorType === 4;
  const rowBytes = 1 + Math.ceil((view.getUint32(16) * samples * depth) / 8);
  return checkedHeader(
    {
      format: "png",
      width: view.getUint32(16),
      height: view.getUint32(20),
      channels: isGray ? 1 : 3,
    },
    (view.getUint32(20) * rowBytes) / MOST_DEFLATED,
    view.byteLength,
    name,
  );
}

/** The decoder would take the sizes of the last one. */
function refuseSecondHeader(view: DataView, name: string): void {
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at))
    if (at > 8 && view.getUint32(at + 4) === IHDR)
      throw new DataError(`${name}, byte ${at}: a second header; expected one`);
}

/** Gray, color, palette, gray and color with transparency. */
const samplesOfColorType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Deflate packs at most 258 bytes into two bits. */
const MOST_DEFLATED = 1032;

/** A block of 64 pixels takes a bit at least. */
const MOST_PIXELS_A_BYTE = 8 * 64;

/** Segments follow the two bytes of the start: 0xFF, a marker, a length; the frame's holds the size. */
function jpegHeader(view: DataView, name: string): ImageHeader {
  for (let at = 2; at + 10 <= view.byteLength; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) break;
    if (isFrame(marker)) return frameHeader(view, at, name);
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  throw new DataError(`${name}: no frame header in ${view.byteLength} bytes; expected a complete JPEG file`);
}

/** SOF0 … SOF15; three markers between them mean something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function frameHeader(view: DataView, at: number, name: string): ImageHeader {
  const depth = view.getUint8(at + 4);
  if (depth !== 8) throw new DataError(`${name}: ${depth} bits a channel; expected 8 (convert the image)`);
  return checkedHeader(
    {
      format: "jpeg",
      height: view.getUint16(at + 5),
      width: view.getUint16(at + 7),
      channels: view.getUint8(at + 9) === 1 ? 1 : 3,
    },
    (view.getUint16(at + 5) * view.getUint16(at + 7)) / MOST_PIXELS_A_BYTE,
    view.byteLength,
    name,
  );
}

/** A hundred megapixels: more is a mistake or an attack. */
const mostPixels = 1e8;

/** Refuses sizes that are none, and those for which the file would have to have `leastBytes`. */
function checkedHeader(header: ImageHeader, leastBytes: number, bytes: number, name: string): ImageHeader {
  const { width, height } = header;
  if (width * height === 0 || width * height > mostPixels)
    throw new DataError(`${name}: ${width}×${height} pixels; expected 1 to ${mostPixels}`);
  if (leastBytes > bytes)
    throw new DataError(
      `${name}: ${width}×${height} pixels in a file of ${bytes} bytes; expected at least ${Math.ceil(leastBytes)}`,
    );
  return header;
}

/** The decoder of a format; its code is loaded when it is first needed. */
export async function loadImageDecoder(format: ImageFormat): Promise<ImageDecoder> {
  const decode = format === "png" ? await loadPng() : await loadJpeg();
  return (bytes, target, offset, shape) => copyPlanar(decode(bytes, shape), target, offset, shape);
}

async function loadPng(): Promise<(bytes: Uint8Array) => Pixels> {
  const { convertIndexedToRgb, decode } = await import("fast-png");
  return (bytes) => {
    const png = decode(bytes, { checkCrc: true });
    const palette = png.palette ?? (png.depth < 8 ? grayLevels(png.depth) : undefined);
    if (palette) return { data: convertIndexedToRgb({ ...png, palette }), stride: palette[0].length };
    return { data: png.data as Uint8Array, stride: png.channels };
  };
}

/** The gray images of 1, 2 and 4 bits are images with this palette. */
function grayLevels(depth: number): NonNullable<DecodedPng["palette"]> {
  const last = 2 ** depth - 1;
  return Array.from({ length: last + 1 }, (_, level) => [(level * 255) / last]) as never;
}

/** A second frame may be as large as the first one at most, whose size was checked. */
async function loadJpeg(): Promise<(bytes: Uint8Array, shape: { height: number; width: number }) => Pixels> {
  const { default: jpeg } = await import("jpeg-js");
  const options = { useTArray: true, formatAsRGBA: false, tolerantDecoding: false } as const;
  return (bytes, { height, width }) => {
    const maxResolutionInMP = (height * width + 0.5) / 1e6;
    return { data: jpeg.decode(bytes, { ...options, maxResolutionInMP }).data, stride: 3 };
  };
}

function copyPlanar(
  { data, stride }: Pixels,
  target: Uint8Array,
  offset: number,
  { height, width, channels }: Omit<ImageHeader, "format">,
): void {
  const size = height * width;
  if (data.length !== size * stride)
    throw new RangeError(`${data.length} bytes; ${width}×${height} pixels need ${size * stride}`);
  for (let c = 0; c < channels; c++) {
    const first = stride < 3 ? 0 : c;
    for (let p = 0; p < size; p++) target[offset + c * size + p] = data[p * stride + first];
  }
}
