import { compareCodePoints, denseFeatures } from "@softmax/tensor-core";
import { type Column, DataError, type Dataset } from "./dataset.js";
import {
  type ImageDecoder,
  type ImageFormat,
  type ImageHeader,
  imageHeader,
  loadImageDecoder,
} from "./images.js";

/** A file of a folder, not read yet. */
export interface FolderFile {
  /** Path from the folder, with `/` between its parts. */
  readonly path: string;
  read(): Uint8Array | Promise<Uint8Array>;
}

export interface ImageFolderOptions {
  /** What the dataset is called, in errors too: usually the folder's path. */
  readonly name: string;
}

/** An image and what its path says about it. */
interface ImageFile extends FolderFile {
  readonly split: "train" | "test";
  readonly className?: string;
}

/** What is common to all images of a folder; every image is as large as the first. */
interface Folder {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly first: ImageHeader & { readonly path: string };
  readonly decoders: Map<ImageFormat, ImageDecoder>;
}

/**
 * Reads a folder of PNG and JPEG images, all of one size: `<class>/<image>`, or `train|test/<class>/<image>`
 * whose test part becomes the dataset's test set, or just images, which have no label. Files that are not
 * images by their extension (`.png`, `.jpg`, `.jpeg`) or are hidden are passed over. Samples come in the order
 * of their paths.
 *
 * The dataset has the block `pixel` [n, channels · height · width], uint8 and planar as CIFAR-10's binaries
 * are, and the string column `label`. Gray images have one channel; among color images they count as color.
 * Transparency, color profiles and orientation tags are ignored. Files are read a few at a time and decoded
 * into one array.
 *
 * @throws DataError (the promise rejects) naming the file: a path that fits none of the layouts, a size unlike
 *   the first image's, a color image where the first is gray, an image that does not decode.
 * @example
 * // of a folder that was dropped on a page: an <input type="file" webkitdirectory>
 * const readFolder = (input) =>
 *   parseImageFolder(
 *     [...input.files].map((file) => ({
 *       path: file.webkitRelativePath.split("/").slice(1).join("/"),
 *       read: async () => new Uint8Array(await file.arrayBuffer()),
 *     })),
 *     { name: "pets" },
 *   );
 */
export async function parseImageFolder(
  files: readonly FolderFile[],
  { name }: ImageFolderOptions,
): Promise<Dataset> {
  const images = files.filter(isImage).map((file) => placeImage(file, name));
  images.sort((a, b) => compareCodePoints(a.path, b.path));
  checkLayout(images, name);
  const train = images.filter(({ split }) => split === "train");
  const test = images.filter(({ split }) => split === "test");
  if (train.length === 0)
    throw new DataError(`${name}: no images; expected <class>/<image> or train/<class>/<image>`);
  const classNames = [...new Set(images.flatMap(({ className }) => className ?? []))].sort(compareCodePoints);
  const header = imageHeader(await train[0].read(), `${name}/${train[0].path}`);
  const folder: Folder = { name, classNames, first: { ...header, path: train[0].path }, decoders: new Map() };
  refuseTooLarge(images.length, folder);
  const dataset = await datasetOf(train, folder, name);
  return test.length > 0 ? { ...dataset, test: await datasetOf(test, folder, `${name} (test)`) } : dataset;
}

function isImage({ path }: FolderFile): boolean {
  return /\.(png|jpe?g)$/i.test(path) && !/(^|\/)\./.test(path);
}

function placeImage(file: FolderFile, name: string): ImageFile {
  const { path } = file;
  const read = () => file.read();
  const [className, ...outer] = path.split("/").slice(0, -1).reverse();
  if (outer.length === 0) return { path, read, className, split: "train" };
  if (outer.length > 1 || (outer[0] !== "train" && outer[0] !== "test"))
    throw new DataError(
      `${name}: found ${path}; expected <class>/<image> or train/<class>/<image> and test/<class>/<image>`,
    );
  return { path, read, className, split: outer[0] };
}

/** One layout for all: some images two folders down and some one is a mistake, and so are splits without classes. */
function checkLayout(images: readonly ImageFile[], name: string): void {
  const depth = ({ path }: ImageFile) => path.split("/").length;
  const other = images.find((image) => depth(image) !== depth(images[0]));
  if (other)
    throw new DataError(
      `${name}: found both ${images[0].path} and ${other.path}; expected every image as deep in folders`,
    );
  if (
    images.length > 0 &&
    depth(images[0]) === 2 &&
    images.every(({ className }) => /^(train|test)$/.test(className!))
  )
    throw new DataError(
      `${name}: found ${images[0].path}; expected a folder for each class within train and test`,
    );
}

/** Files that are open at a time: enough to keep a disk busy, few enough for any limit on open files. */
const readAtOnce = 64;

async function datasetOf(images: readonly ImageFile[], folder: Folder, name: string): Promise<Dataset> {
  const { height, width, channels } = folder.first;
  const nPixels = height * width * channels;
  const pixels = new Uint8Array(images.length * nPixels);
  for (let from = 0; from < images.length; from += readAtOnce) {
    const some = images.slice(from, from + readAtOnce);
    const contents = await Promise.all(some.map((image) => image.read()));
    for (let i = 0; i < some.length; i++)
      await decodeImage(some[i].path, contents[i], folder, pixels, (from + i) * nPixels);
  }
  const block: Column = {
    kind: "block",
    name: "pixel",
    features: denseFeatures(pixels, images.length, nPixels),
    image: { height, width, channels, order: "planar" },
  };
  const { classNames: categories } = folder;
  if (categories.length === 0) return { name, nSamples: images.length, columns: [block] };
  const codes = Int32Array.from(images, ({ className }) => categories.indexOf(className!));
  const label: Column = { kind: "string", name: "label", codes, categories };
  return { name, nSamples: images.length, columns: [block, label], label: "label" };
}

async function decodeImage(
  path: string,
  bytes: Uint8Array,
  { name, first, decoders }: Folder,
  pixels: Uint8Array,
  offset: number,
): Promise<void> {
  const place = `${name}/${path}`;
  const header = imageHeader(bytes, place);
  refuseOtherShape(header, first, place);
  const decode = decoders.get(header.format) ?? (await loadImageDecoder(header.format));
  decoders.set(header.format, decode);
  try {
    decode(bytes, pixels, offset, first);
  } catch (cause) {
    throw new DataError(`${place}: does not decode as ${header.format}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Four gigabytes of pixels are beyond what an array can hold on every platform. */
const mostBytes = 2 ** 32;

function refuseTooLarge(nImages: number, { name, first: { height, width, channels } }: Folder): void {
  if (nImages * height * width * channels > mostBytes)
    throw new DataError(
      `${name}: ${nImages} images of ${width}×${height} pixels; expected at most 4 GiB of pixels (resize the images)`,
    );
}

function refuseOtherShape(found: ImageHeader, first: Folder["first"], place: string): void {
  if (found.height !== first.height || found.width !== first.width)
    throw new DataError(
      `${place}: ${found.width}×${found.height} pixels; expected ${first.width}×${first.height} like ${first.path} (resize the images to one size)`,
    );
  if (found.channels > first.channels)
    throw new DataError(
      `${place}: a color image; expected gray like ${first.path} (convert the images to gray or to color)`,
    );
}
