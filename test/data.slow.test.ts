import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { root, run, succeed } from "../tools/process.mjs";

const shared = join(root, "..", "shared");
const data = (name: string) => join(shared, "data", name);
const python = await pythonWithPillow();

describe.skipIf(!existsSync(shared))("the command line on real data (needs ../shared)", () => {
  const folder = mkdtempSync(join(tmpdir(), "softmax-data-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What `softmax train … --json` says; `--strict` where the fit must converge. */
  async function train(...args: string[]) {
    const cli = join(root, "apps", "cli", "dist", "main.js");
    const { code, stdout, output } = await run(process.execPath, [cli, "train", ...args, "--json"], {
      cwd: folder,
    });
    expect(code, output).toBe(0);
    return JSON.parse(stdout);
  }

  test("Fashion-MNIST converges and classifies 84 % of the test images", async () => {
    const images = data("fashion-mnist/train-images-idx3-ubyte.gz");
    const held = data("fashion-mnist/t10k-images-idx3-ubyte.gz");
    const result = await train(images, "--test", held, "--scale", "1/255", "--l2", "1e-4", "--strict");
    expect(result.train.n).toBe(60_000);
    expect(result.test.n).toBe(10_000);
    expect(result.test.accuracy).toBeGreaterThanOrEqual(0.84);
  });

  test("CIFAR-10 as a folder of JPEG images reaches 39 %", async () => {
    const images = join(folder, "images");
    mkdirSync(images);
    succeed("tar", await run("tar", ["-xzf", data("cifar10-jpeg.tar.gz")], { cwd: images }));
    const result = await train(images, "--scale", "1/255", "--l2", "1e-2", "--max-steps", "100");
    expect(result.test.n).toBe(10_000);
    expect(result.test.accuracy).toBeGreaterThanOrEqual(0.39);
  });

  test.skipIf(!python)("CIFAR-10 in its binary layout reaches 39 % (needs Python with Pillow)", async () => {
    const binary = join(folder, "cifar");
    const tool = join(shared, "tools", "cifar10-to-binary.py");
    succeed("cifar10-to-binary.py", await run(python!, [tool, binary]));
    const result = await train(binary, "--scale", "1/255", "--l2", "1e-2", "--max-steps", "100");
    expect(result.train.n).toBe(50_000);
    expect(result.test.n).toBe(10_000);
    expect(result.classes).toContain("airplane");
    expect(result.test.accuracy).toBeGreaterThanOrEqual(0.39);
  });

  test("letters: trained on the first 16,000, 76.5 % of the last 4,000", async () => {
    const [head, ...rows] = readFileSync(data("letter-recognition.csv"), "utf8").trim().split(/\r?\n/);
    writeFileSync(join(folder, "first.csv"), [head, ...rows.slice(0, 16_000)].join("\n"));
    writeFileSync(join(folder, "last.csv"), [head, ...rows.slice(16_000)].join("\n"));
    const label = head.split(",")[0].replaceAll('"', "");
    const result = await train(
      "first.csv",
      "--test",
      "last.csv",
      "--label",
      label,
      "--l2",
      "1e-5",
      "--strict",
    );
    expect(result.test.n).toBe(4_000);
    expect(result.test.accuracy).toBeGreaterThanOrEqual(0.765);
  });

  test("spam from raw text: 97 % over five seeded stratified splits", async () => {
    const accuracies: number[] = [];
    for (let seed = 0; seed < 5; seed++) {
      const options = ["--label", "Label", "--test-size", "0.2", "--l2", "1e-4", "--seed", String(seed)];
      const result = await train(data("sms-spam.tsv"), ...options);
      accuracies.push(result.test.accuracy);
    }
    expect(accuracies.reduce((a, b) => a + b) / accuracies.length).toBeGreaterThanOrEqual(0.97);
  });
});

async function pythonWithPillow(): Promise<string | undefined> {
  for (const candidate of ["python3", "/usr/bin/python3"]) {
    const found = await run(candidate, ["-c", "import PIL"]).catch(() => ({ code: 1 }));
    if (found.code === 0) return candidate;
  }
  return undefined;
}
