import { existsSync, readFileSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type BlockColumn, DataError, type Dataset } from "./dataset.js";
import { type FolderFile, parseImageFolder } from "./imageFolder.js";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../test/fixtures/formats/${name}`, import.meta.url)));

/** A folder whose file at each path is a fixture, or the bytes given. */
const folder = (files: Record<string, string | Uint8Array>): FolderFile[] =>
  Object.entries(files).map(([path, content]) => ({
    path,
    read: () => (typeof content === "string" ? fixture(content) : content),
  }));

const parse = (files: Record<string, string | Uint8Array>) =>
  parseImageFolder(folder(files), { name: "pets" });

const block = (dataset: Dataset) => dataset.columns[0] as BlockColumn;

function pixels(dataset: Dataset): number[] {
  const { features } = block(dataset);
  if (features.kind !== "dense") throw new Error("expected dense features");
  return [...features.data];
}

/** The red channel of make.py's gradient, 4 wide and 3 high. */
const red = Array.from({ length: 12 }, (_, p) => 20 * p);
const rgb = [...red, ...Array(12).fill(100), ...red.map((value) => 255 - value)];

describe("parseImageFolder: images", () => {
  it.each(["rgb.png", "rgba.png", "palette.png"])("%s: channels one after another", async (file) => {
    const dataset = await parse({ "cat/1.png": file });
    expect(pixels(dataset)).toEqual(rgb);
    expect(block(dataset).image).toEqual({ height: 3, width: 4, channels: 3, order: "planar" });
  });

  it("gray.png: one channel", async () => {
    const dataset = await parse({ "cat/1.png": "gray.png" });
    expect(pixels(dataset)).toEqual(red);
    expect(block(dataset).image).toEqual({ height: 3, width: 4, channels: 1, order: "planar" });
  });

  it("black-white.png: bits become 0 and 255", async () => {
    expect(pixels(await parse({ "cat/1.png": "black-white.png" }))).toEqual(
      red.map((value) => (value > 100 ? 255 : 0)),
    );
  });

  it.each(["rgb.jpg", "progressive.jpg"])("%s: within 3 of the picture before compression", async (file) => {
    const dataset = await parse({ "cat/1.jpg": file });
    expect(block(dataset).image).toEqual({ height: 24, width: 32, channels: 3, order: "planar" });
    const found = pixels(dataset);
    for (let c = 0; c < 3; c++)
      for (let p = 0; p < 24 * 32; p++) {
        const [y, x] = [Math.floor(p / 32), p % 32];
        const expected = rgb[c * 12 + Math.floor(y / 8) * 4 + Math.floor(x / 8)];
        expect(Math.abs(found[c * 24 * 32 + p] - expected)).toBeLessThanOrEqual(3);
      }
  });

  it("gray.jpg: one channel", async () => {
    const dataset = await parse({ "cat/1.jpg": "gray.jpg" });
    expect(block(dataset).image?.channels).toBe(1);
    expect(pixels(dataset).filter((_, p) => p % 8 === 4 && Math.floor(p / 32) % 8 === 4)).toEqual(red);
  });

  it("a gray image among color images counts as color", async () => {
    const dataset = await parse({ "cat/1.png": "rgb.png", "cat/2.png": "gray.png" });
    expect(pixels(dataset)).toEqual([...rgb, ...red, ...red, ...red]);
  });
});

describe("parseImageFolder: folders", () => {
  it("classes are the labels, samples in the order of their paths", async () => {
    const dataset = await parse({
      "dog/b.png": "gray.png",
      "cat/2.PNG": "black-white.png",
      "cat/1.png": "gray.png",
    });
    expect(dataset).toMatchObject({ name: "pets", nSamples: 3, label: "label" });
    expect(dataset.test).toBeUndefined();
    expect(dataset.columns[1]).toEqual({
      kind: "string",
      name: "label",
      codes: new Int32Array([0, 0, 1]),
      categories: ["cat", "dog"],
    });
    expect(pixels(dataset).slice(12, 24)).toEqual(red.map((value) => (value > 100 ? 255 : 0)));
  });

  it("train and test become a dataset with a test set, of the same classes", async () => {
    const { test, ...train } = await parse({
      "train/cat/1.png": "gray.png",
      "train/dog/1.png": "gray.png",
      "test/dog/2.png": "gray.png",
    });
    expect(train.columns[1]).toMatchObject({ codes: new Int32Array([0, 1]), categories: ["cat", "dog"] });
    expect(test).toMatchObject({ nSamples: 1, label: "label" });
    expect(test?.columns[1]).toMatchObject({ codes: new Int32Array([1]), categories: ["cat", "dog"] });
  });

  it("images without folders have no label", async () => {
    const dataset = await parse({ "1.png": "gray.png", "2.png": "gray.png" });
    expect(dataset.label).toBeUndefined();
    expect(dataset.columns).toHaveLength(1);
    expect(dataset.nSamples).toBe(2);
  });

  it("hidden files and other files are passed over", async () => {
    const files = {
      "cat/1.png": "gray.png",
      "cat/.1.png": "rgb.jpg",
      ".git/x.png": "rgb.jpg",
      "notes.txt": "make.py",
    };
    expect((await parse(files)).nSamples).toBe(1);
  });

  it("files may be read asynchronously", async () => {
    const file = { path: "cat/1.png", read: async () => fixture("gray.png") };
    expect(pixels(await parseImageFolder([file], { name: "pets" }))).toEqual(red);
  });
});

const cifar = new URL("../../../../shared/data/cifar10-jpeg.tar.gz", import.meta.url);

/** The files at the beginning of a .tar.gz: 512 bytes of header, then the content in blocks of 512. */
function firstFiles(url: URL, packedBytes: number): FolderFile[] {
  const packed = readFileSync(url).subarray(0, packedBytes);
  const tar = gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  const files: FolderFile[] = [];
  for (let at = 0; at + 512 <= tar.length; ) {
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 135), 8);
    const path = tar.toString("latin1", at, tar.indexOf(0, at));
    const content = new Uint8Array(tar.subarray(at + 512, at + 512 + size));
    if (content.length === size) files.push({ path, read: () => content });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

it.skipIf(!existsSync(cifar))(
  "reads CIFAR-10's JPEG images (skipped where ../shared/data is absent)",
  async () => {
    const files = firstFiles(cifar, 200_000).map(({ path, read }) => ({
      path: path.replace("test/", ""),
      read,
    }));
    const dataset = await parseImageFolder(files, { name: "cifar" });
    expect(dataset.nSamples).toBeGreaterThan(100);
    expect(dataset.columns[1]).toMatchObject({ categories: ["airplane"] });
    expect(block(dataset).image).toEqual({ height: 32, width: 32, channels: 3, order: "planar" });
    const values = pixels(dataset);
    const mean = (c: number) => {
      const channel = values.filter((_, i) => Math.floor(i / 1024) % 3 === c);
      return channel.reduce((sum, value) => sum + value, 0) / channel.length;
    };
    expect(mean(2), "airplanes fly in a sky that is bluer than red").toBeGreaterThan(mean(0) + 5);
  },
);

describe("parseImageFolder refuses", () => {
  const png = fixture("gray.png");
  const jpeg = fixture("rgb.jpg");
  const changed = (bytes: Uint8Array, at: number, values: number[]) => {
    const copy = bytes.slice();
    copy.set(values, at);
    return copy;
  };

  /** Where the frame header keeps height and width. */
  const sizeAt = (bytes: Uint8Array) => Buffer.from(bytes).indexOf(Uint8Array.of(0xff, 0xc0)) + 5;

  it.each<[string, Record<string, string | Uint8Array>, string]>([
    [
      "no images",
      { "readme.md": "make.py" },
      "pets: no images; expected <class>/<image> or train/<class>/<image>",
    ],
    ["a test part alone", { "test/cat/1.png": "gray.png" }, "pets: no images; expected"],
    [
      "another split",
      { "val/cat/1.png": "gray.png" },
      "pets: found val/cat/1.png; expected <class>/<image> or train/",
    ],
    ["folders too deep", { "a/train/cat/1.png": "gray.png" }, "pets: found a/train/cat/1.png; expected"],
    [
      "layouts that mix",
      { "cat/1.png": "gray.png", "train/cat/1.png": "gray.png" },
      "pets: found both cat/1.png and train/cat/1.png; expected every image as deep in folders",
    ],
    [
      "splits without classes",
      { "train/1.png": "gray.png" },
      "pets: found train/1.png; expected a folder for each class",
    ],
    [
      "another size",
      { "cat/1.png": "gray.png", "dog/2.jpg": "gray.jpg" },
      "pets/dog/2.jpg: 32×24 pixels; expected 4×3 like cat/1.png (resize the images to one size)",
    ],
    [
      "another size in the test part",
      { "train/cat/1.png": "gray.png", "test/cat/2.jpg": "gray.jpg" },
      "pets/test/cat/2.jpg: 32×24 pixels; expected 4×3 like train/cat/1.png",
    ],
    [
      "color where the first is gray",
      { "cat/1.png": "gray.png", "cat/2.png": "rgb.png" },
      "pets/cat/2.png: a color image; expected gray like cat/1.png",
    ],
    [
      "16 bits a channel",
      { "cat/1.png": "gray16.png" },
      "pets/cat/1.png: 16 bits a channel; expected at most 8",
    ],
    [
      "another format",
      { "cat/1.png": "make.py" },
      "bytes that begin like neither PNG nor JPEG; expected an image",
    ],
    ["an empty file", { "cat/1.png": new Uint8Array(0) }, "pets/cat/1.png: 0 bytes that begin like neither"],
    [
      "a PNG without pixels",
      { "cat/1.png": changed(png, 16, [0, 0, 0, 0]) },
      "pets/cat/1.png: 0×3 pixels; expected 1 to",
    ],
    [
      "a PNG of 2³² pixels",
      { "cat/1.png": changed(png, 16, [0, 1, 0, 0, 0, 1, 0, 0]) },
      "65536×65536 pixels; expected",
    ],
    [
      "a PNG of more pixels than its bytes can hold",
      { "cat/1.png": changed(png, 16, [0, 0, 39, 16, 0, 0, 39, 16]) },
      "pets/cat/1.png: 10000×10000 pixels in a file of 80 bytes; expected at least 96909",
    ],
    [
      "a JPEG of more pixels than its bytes can hold",
      { "cat/1.jpg": changed(jpeg, sizeAt(jpeg), [39, 16, 39, 16]) },
      `pets/cat/1.jpg: 10000×10000 pixels in a file of ${jpeg.length} bytes; expected at least 195313`,
    ],
    [
      "a PNG with two headers, of which a decoder would take the second",
      { "cat/1.png": Buffer.concat([png.subarray(0, 33), changed(png, 16, [0, 0, 39, 16]).subarray(8)]) },
      "pets/cat/1.png, byte 33: a second header; expected one",
    ],
    [
      "4 GiB of pixels",
      Object.fromEntries(
        Array.from({ length: 44 }, (_, i) => [
          `cat/${i}.png`,
          Buffer.concat([changed(png, 16, [0, 0, 39, 16, 0, 0, 39, 16]), new Uint8Array(100_000)]),
        ]),
      ),
      "pets: 44 images of 10000×10000 pixels; expected at most 4 GiB of pixels",
    ],
    [
      "an interlaced PNG of few bits",
      { "cat/1.png": changed(fixture("black-white.png"), 28, [1]) },
      "interlaced with 1 bits a channel",
    ],
    [
      "a PNG that is cut off",
      { "cat/1.png": png.subarray(0, 50) },
      "pets/cat/1.png: does not decode as png: ",
    ],
    [
      "a PNG with a wrong bit",
      { "cat/1.png": changed(png, 50, [9]) },
      "pets/cat/1.png: does not decode as png: ",
    ],
    ["a JPEG cut off in its header", { "cat/1.png": jpeg.subarray(0, 100) }, "no frame header in 100 bytes"],
    [
      "a JPEG cut off in its pixels",
      { "cat/1.png": jpeg.subarray(0, -100) },
      "pets/cat/1.png: does not decode as jpeg: ",
    ],
  ])("%s", async (_, files, message) => {
    await expect(parse(files)).rejects.toThrow(DataError);
    await expect(parse(files)).rejects.toThrow(message);
  });
});
