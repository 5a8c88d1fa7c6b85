import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDataset } from "@softmax/datasets/node";
import { describe, expect, test } from "vitest";
import { writeCifarBinary } from "./cifarBinary.js";
import { shared, sharedData, useCli } from "./cli.js";

describe.skipIf(!shared)("real data (need ../shared)", () => {
  const { folder, json } = useCli();

  test("Fashion-MNIST converges, and 84 % of the test images are classified", async () => {
    const result = await json(
      "train",
      sharedData("fashion-mnist"),
      "--scale",
      "1/255",
      "--l2",
      "1e-4",
      "--strict",
    );
    expect([result.train.n, result.test.n]).toEqual([60_000, 10_000]);
    expect(result.certificate.gap).toBeLessThan(1e-4);
    expect(result.test.accuracy).toBeGreaterThanOrEqual(0.84);
  });

  test("CIFAR-10 reaches 39 % as a folder of JPEG images, and the same in its official binary layout", async () => {
    const images = join(folder, "images");
    mkdirSync(images);
    execFileSync("tar", ["-xzf", sharedData("cifar10-jpeg.tar.gz"), "-C", images]);
    writeCifarBinary(join(folder, "binary"), await readDataset(images));
    const options = ["--scale", "1/255", "--l2", "1e-2", "--tolerance", "2e-3"];
    const [jpeg, binary] = [
      await json("train", images, ...options),
      await json("train", join(folder, "binary"), ...options),
    ];
    for (const { train, test, classes } of [jpeg, binary]) {
      expect([train.n, test.n]).toEqual([50_000, 10_000]);
      expect(classes).toContain("airplane");
      expect(test.accuracy).toBeGreaterThanOrEqual(0.39);
    }
    expect(binary.objective).toEqual(jpeg.objective);
    expect(binary.test.confusion).toEqual(jpeg.test.confusion);
  });

  test("letters: trained on the first 16,000, 76.5 % of the last 4,000", async () => {
    const [head, ...rows] = readFileSync(sharedData("letter-recognition.csv"), "utf8").trim().split(/\r?\n/);
    writeFileSync(join(folder, "first.csv"), [head, ...rows.slice(0, 16_000)].join("\n"));
    writeFileSync(join(folder, "last.csv"), [head, ...rows.slice(16_000)].join("\n"));
    const result = await json(
      "train",
      "first.csv",
      "--test",
      "last.csv",
      "--label",
      "Letter",
      "--l2",
      "1e-5",
      "--strict",
    );
    expect([result.train.n, result.test.n]).toEqual([16_000, 4_000]);
    expect(result.test.accuracy).toBeGreaterThanOrEqual(0.765);
  });

  test("spam from raw text: 97 % as the mean of five seeded stratified splits", async () => {
    const accuracies: number[] = [];
    for (const seed of ["0", "1", "2", "3", "4"]) {
      const { test } = await json(
        "train",
        sharedData("sms-spam.tsv"),
        "--label",
        "Label",
        "--test-size",
        "0.2",
        "--seed",
        seed,
      );
      accuracies.push(test.accuracy);
    }
    expect(new Set(accuracies).size).toBeGreaterThan(1);
    expect(accuracies.reduce((sum, accuracy) => sum + accuracy) / 5).toBeGreaterThanOrEqual(0.97);
  });
});
