import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlockColumn } from "../dataset.js";
import { columnLabels } from "../labels.js";
import { readDataset } from "./readDataset.js";

const fixtures = new URL("../../test/fixtures/formats/", import.meta.url);
const fashion = fileURLToPath(new URL("../../../../../shared/data/fashion-mnist", import.meta.url));

let folder: string;

/** Writes a file below the temporary folder. */
function put(path: string, content: string | Uint8Array): string {
  const whole = join(folder, path);
  mkdirSync(join(whole, ".."), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

const fixture = (name: string) => readFileSync(new URL(name, fixtures));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "softmax-datasets-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a name", () => {
  it("is a bundled or generated table, by the seed", async () => {
    expect(await readDataset("iris")).toMatchObject({ nSamples: 150, label: "species" });
    expect(await readDataset("blobs", { seed: 1 })).toEqual(await readDataset("blobs", { seed: 1 }));
    expect(await readDataset("blobs", { seed: 1 })).not.toEqual(await readDataset("blobs"));
  });

  it("of nothing is refused with the nearest name there is", async () => {
    put("names/flowers.csv", "a,label\n1,x\n");
    await expect(readDataset("irsi")).rejects.toThrow(
      'irsi: no file, folder or dataset has this name; did you mean "iris"?',
    );
    await expect(readDataset(join(folder, "names/flower.csv"))).rejects.toThrow(
      'did you mean "flowers.csv"?',
    );
    await expect(readDataset(join(folder, "nowhere/a.csv"))).rejects.toThrow(/there is no folder .*nowhere$/);
  });
});

describe("a file", () => {
  it("is read by its format, compressed or not, under its own name", async () => {
    const plain = await readDataset(put("one/a.csv", "a,label\n1,x\n2,y\n"));
    const packed = await readDataset(put("two/a.csv.gz", gzipSync("a,label\n1,x\n2,y\n")));
    expect(plain.name).toBe("a.csv");
    expect(packed).toEqual(plain);
  });

  it("of more bytes than an array can have is refused in a sentence", async () => {
    const path = put("vast/a.svm", "1 1:2\n");
    truncateSync(path, 2 ** 42);
    await expect(readDataset(path)).rejects.toThrow(
      /a\.svm: 4398\.0 GB are too much for memory at once; only CSV/,
    );
  });

  it("compressed in several members is read to its end, and refused where it is cut off", async () => {
    const whole = gzipSync("a,label\n1,x\n");
    const path = put("members/a.csv.gz", Buffer.concat([whole, gzipSync("2,y\n")]));
    expect((await readDataset(path)).nSamples).toBe(2);
    const cut = put("cut/a.csv.gz", whole.subarray(0, -3));
    await expect(readDataset(cut)).rejects.toThrow("a.csv.gz: the gzip data is damaged or cut off");
    const idx = put("cut/b-images-idx3-ubyte.gz", gzipSync(new Uint8Array(99)).subarray(0, -9));
    await expect(readDataset(idx)).rejects.toThrow(
      "b-images-idx3-ubyte.gz: the gzip data is damaged or cut off",
    );
  });

  it("of megabytes is the same compressed, and names the line of a mistake", async () => {
    const lines = Array.from(
      { length: 300_000 },
      (_, i) => `${i % 300},"${i}, ""x""",${i % 2 ? "ham" : "spam"}`,
    );
    const text = `a,b,label\n${lines.join("\n")}\n`;
    const plain = await readDataset(put("large/a.csv", text));
    expect(plain.nSamples).toBe(300_000);
    expect(await readDataset(put("large2/a.csv.gz", gzipSync(text)))).toEqual(plain);
    await expect(readDataset(put("large/b.csv", `${text}1,2\n`))).rejects.toThrow(
      "b.csv, line 300002: 2 fields",
    );
  });

  it("with an error names file and line", async () => {
    await expect(readDataset(put("bad/a.csv", "a,b\n1,2\n3\n"))).rejects.toThrow(
      "a.csv, line 3: 1 field, expected 2",
    );
  });

  it("of an array takes the labels beside it, and the test set", async () => {
    const [x, y] = [fixture("x.npy"), fixture("y.npy")];
    put("npy/y_train.npy", y);
    put("npy/X_test.npy", x);
    put("npy/y_test.npy", y);
    const dataset = await readDataset(put("npy/X_train.npy", x));
    expect(dataset.label).toBe("label");
    expect(dataset.test).toMatchObject({ nSamples: dataset.nSamples, label: "label" });
    expect((await readDataset(put("bare/x.npy", x))).label).toBeUndefined();
  });
});

describe("a folder", () => {
  it("of CIFAR-10 batches has class names and the test batch", async () => {
    for (const name of ["data_batch_1.bin", "test_batch.bin", "batches.meta.txt"])
      put(`cifar/${name}`, fixture(name));
    const dataset = await readDataset(join(folder, "cifar"));
    expect(dataset).toMatchObject({ name: "cifar", label: "label" });
    expect(dataset.columns[1].kind).toBe("string");
    expect(dataset.test!.nSamples).toBeGreaterThan(0);
    const batch = await readDataset(join(folder, "cifar/data_batch_1.bin"));
    expect(batch.columns).toEqual(dataset.columns);
    expect((await readDataset(join(folder, "cifar/test_batch.bin"))).test).toBeUndefined();
  });

  it("of images has the folders as classes", async () => {
    for (const path of ["cat/1.png", "cat/2.png", "dog/1.png"]) put(`pets/${path}`, fixture("rgb.png"));
    put("pets/notes.txt", "not an image");
    const dataset = await readDataset(join(folder, "pets"));
    expect(dataset).toMatchObject({ name: "pets", nSamples: 3 });
    expect(columnLabels(dataset.columns[1])).toEqual(["cat", "cat", "dog"]);
  });

  it("of images may be given as a glob, and one image alone", async () => {
    for (const path of ["cat/1.png", "cat/2.png", "dog/1.png"]) put(`zoo/${path}`, fixture("rgb.png"));
    const dogs = await readDataset(join(folder, "zoo/*/1.png"));
    expect(columnLabels(dogs.columns[1])).toEqual(["cat", "dog"]);
    const dog = await readDataset(join(folder, "zoo/dog/1.png"));
    expect(dog).toMatchObject({ name: "1.png", nSamples: 1 });
    expect(dog.label).toBeUndefined();
  });

  it("with one data file is that file", async () => {
    put("single/data.csv", "a,label\n1,x\n");
    put("single/README.md", "# About");
    expect((await readDataset(join(folder, "single"))).name).toBe("data.csv");
  });

  it("with several, or with nothing, is refused", async () => {
    put("several/a.csv", "a,label\n1,x\n");
    put("several/b.csv", "a,label\n1,x\n");
    await expect(readDataset(join(folder, "several"))).rejects.toThrow(
      'several data files, "a.csv", "b.csv"',
    );
    mkdirSync(join(folder, "empty"));
    await expect(readDataset(join(folder, "empty"))).rejects.toThrow("no data; expected images");
  });
});

describe("a glob", () => {
  it("joins the files that match, in the order of their paths", async () => {
    put("parts/b.csv", "a,label\n3,y\n");
    put("parts/a.csv", "label,a\nx,1\ny,2\n");
    const dataset = await readDataset(join(folder, "parts/*.csv"));
    expect(dataset.nSamples).toBe(3);
    expect(dataset.columns.map(columnLabels)).toEqual([
      ["x", "y", "y"],
      [1, 2, 3],
    ]);
  });

  it("that matches nothing, or what is no data, is refused", async () => {
    put("mixed/a.csv", "a,label\n1,x\n");
    put("mixed/a.md", "# About");
    await expect(readDataset(join(folder, "mixed/*.tsv"))).rejects.toThrow("no file matches");
    await expect(readDataset(join(folder, "mixed/*"))).rejects.toThrow("expected data files only");
  });
});

describe.skipIf(!existsSync(fashion))("Fashion-MNIST (skipped without ../shared/data)", () => {
  it("is read from its folder: images with the labels beside them, and the test set", async () => {
    const dataset = await readDataset(fashion);
    expect(dataset).toMatchObject({
      nSamples: 60_000,
      label: "label",
      test: { nSamples: 10_000, label: "label" },
    });
    const pixel = dataset.columns[0] as BlockColumn;
    expect(pixel.features).toMatchObject({ nRows: 60_000, nColumns: 784 });
    expect(pixel.image).toMatchObject({ height: 28, width: 28 });
  });

  it("is read from one file of images just as well", async () => {
    const test = await readDataset(join(fashion, "t10k-images-idx3-ubyte.gz"));
    expect(test).toMatchObject({ nSamples: 10_000, label: "label" });
    expect(test.test).toBeUndefined();
  });
});
