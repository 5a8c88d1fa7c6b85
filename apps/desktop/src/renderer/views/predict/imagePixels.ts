import type { ImageInput } from "../../../shared/ipc/predict.js";
import { fitDrawing, type GrayImage } from "./fitDrawing.js";

/** A drawing on a pad, white on black, as the bytes that the model takes; undefined where the pad is empty. */
export function drawnPixels(pad: HTMLCanvasElement, shape: ImageInput): Uint8Array | undefined {
  const fitted = fitDrawing(grayOf(pad), shape);
  return fitted && bytesOf(fitted, shape);
}

function grayOf(pad: HTMLCanvasElement): GrayImage {
  const { width, height } = pad;
  const { data } = pad.getContext("2d", { willReadFrequently: true })!.getImageData(0, 0, width, height);
  return {
    width,
    height,
    values: Float64Array.from({ length: width * height }, (_, i) => data[4 * i] / 255),
  };
}

/** Every channel alike; dark on light where the training images are. */
function bytesOf({ values }: GrayImage, { channels, bright }: ImageInput): Uint8Array {
  const bytes = new Uint8Array(values.length * channels);
  for (let at = 0; at < bytes.length; at++) {
    const value = Math.min(1, values[Math.floor(at / channels)]);
    bytes[at] = Math.round(255 * (bright ? value : 1 - value));
  }
  return bytes;
}

/** An image file or one from the clipboard, stretched to the model's size; gray where the model sees gray. */
export async function pixelsOfImage(image: Blob, shape: ImageInput): Promise<Uint8Array> {
  const { width, height, channels } = shape;
  const bitmap = await createImageBitmap(image, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: "high",
    colorSpaceConversion: "none",
  }).catch(() => {
    throw new Error("This image cannot be read; expected PNG, JPEG, WebP or GIF.");
  });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d")!;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const bytes = new Uint8Array(width * height * channels);
  for (let at = 0; at < bytes.length; at++) {
    const [r, g, b] = data.subarray(4 * Math.floor(at / channels), 4 * Math.floor(at / channels) + 3);
    bytes[at] = channels === 1 ? Math.round(0.299 * r + 0.587 * g + 0.114 * b) : [r, g, b][at % channels];
  }
  return bytes;
}
