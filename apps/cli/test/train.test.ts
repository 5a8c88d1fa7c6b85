import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { oneObject, useCli } from "./cli.js";

const { folder, softmax, json, read } = useCli();

const flowers = `length,color,species
5.1,red,setosa
4.9,red,setosa
6.3,blue,virginica
6.5,,virginica
?,blue,virginica
4.7,red,setosa
`;

beforeAll(() => {
  writeFileSync(join(folder, "flowers.csv"), flowers);
  writeFileSync(join(folder, "more.csv"), "species,color,length\nsetosa,red,5.0\nvirginica,blue,6.0\n");
});

describe("train --json", () => {
  test("prints exactly the promised object, and nothing else on stdout", async () => {
    const { code, stdout, stderr } = await softmax(["train", "iris", "--test-size", "0.2", "--json"]);
    expect(code, stderr).toBe(0);
    const result = oneObject(stdout);
    expect(result).toMatchObject({
      run: join("runs", "iris-1"),
      model: join("runs", "iris-1", "model.safetensors"),
      status: "converged",
      steps: expect.any(Number),
      seconds: expect.any(Number),
      objective: { value: expect.any(Number), loss: expect.any(Number), penalty: expect.any(Number) },
      gradientNorm: expect.any(Number),
      certificate: { gap: expect.any(Number) },
      train: { accuracy: expect.any(Number), logLoss: expect.any(Number), n: 120 },
      test: { accuracy: expect.any(Number), logLoss: expect.any(Number), n: 30 },
      classes: ["setosa", "versicolor", "virginica"],
      features: { n: 4 },
      config: { solver: "newton", testSize: 0.2, label: "species", precision: "float64" },
    });
    expect(result.test.confusion.flat().reduce((a: number, b: number) => a + b)).toBe(30);
    expect(stdout.trimEnd()).not.toContain("\n");
  });

  test("has null where there is no test part", async () => {
    expect((await json("train", "iris")).test).toBeNull();
  });

  test("reaches the reference optimum of iris with scikit-learn's C", async () => {
    const { objective, certificate } = await json(
      "train",
      "iris",
      "--C",
      "1",
      "--no-standardize",
      "--precision",
      "float64",
    );
    expect(Math.abs(objective.value / 0.192575444027 - 1)).toBeLessThan(1e-9);
    expect(certificate.gap).toBeLessThan(1e-9);
  });
});

describe("train", () => {
  test("says on stdout what was learned, how well, where it is and what to do next", async () => {
    const { stdout, stderr } = await softmax([
      "train",
      "flowers.csv",
      "--label",
      "species",
      "--out",
      "summary",
      "--l2",
      "0.1",
    ]);
    for (const part of [
      "✓ converged in",
      "2 classes (setosa, virginica) from 6 rows × 3 features",
      "newton: the data are small",
      /objective +0\.\d+ = loss 0\.\d+ \+ penalty 0\.\d+/,
      /within \S+ of the best loss there is/,
      /train +6 +100\.0% +0\.\d+/,
      /setosa +3 +·/,
      /saved in +summary/,
      "softmax predict summary <data>",
      "softmax evaluate summary <data>",
    ])
      expect(stdout).toMatch(part);
    expect(stderr).toContain("flowers.csv: 6 rows × 3 features, 2 classes; newton");
    expect(stderr).toMatch(/warning: missing values .*1 in length/);
  });

  test("writes the model, the metrics, the record and a checkpoint", async () => {
    await softmax(["train", "iris", "--out", "complete"]);
    expect(readdirSync(join(folder, "complete")).sort()).toEqual([
      "checkpoint.safetensors",
      "metrics.jsonl",
      "model.safetensors",
      "run.json",
    ]);
    expect(JSON.parse(read("complete/run.json").toString())).toMatchObject({
      source: { data: "iris" },
      result: { status: "converged" },
    });
  });

  test("takes test data from another file, its columns in any order", async () => {
    const result = await json("train", "flowers.csv", "--label", "species", "--test", "more.csv");
    expect(result.test).toMatchObject({
      n: 2,
      accuracy: 1,
      confusion: [
        [1, 0],
        [0, 1],
      ],
    });
  });

  test("reads what other programs write to a pipe", async () => {
    const args = ["train", "-", "--label", "species", "--quiet"];
    const { code, stdout, stderr } = await softmax(args, { input: flowers });
    expect(code, stderr).toBe(0);
    expect(stdout).toBe(`${join("runs", "stdin-1")}\n`);
  });

  test("--quiet prints the run's folder alone", async () => {
    const { stdout, stderr } = await softmax(["train", "wine", "--quiet"]);
    expect([stdout, stderr]).toEqual([`${join("runs", "wine-1")}\n`, ""]);
  });

  test("trains on a folder of images, whose weights inspect shows", async () => {
    for (const [name, gray] of [
      ["dark", 10],
      ["light", 240],
    ] as const) {
      mkdirSync(join(folder, "shades", name), { recursive: true });
      for (let i = 0; i < 3; i++) writeFileSync(join(folder, "shades", name, `${i}.png`), grayPng(gray + i));
    }
    const { classes, train } = await json("train", "shades", "--scale", "1/255", "--out", "shades-run");
    expect(classes).toEqual(["dark", "light"]);
    expect(train.accuracy).toBe(1);
    expect((await softmax(["inspect", "shades-run"])).stdout).toContain("weights: what speaks for the class");
  });

  test("says why there is no certificate", async () => {
    const { stdout } = await softmax(["train", "iris", "--loss", "hinge"]);
    expect(stdout).toMatch(/certificate +none: The certificate is derived for softmax cross-entropy/);
  });

  test.each([
    ["sgd", "cross-entropy"],
    ["momentum", "quadratic", "--epochs", "40"],
    ["nesterov", "sigmoid"],
    ["adagrad", "hinge"],
    ["rmsprop", "focal"],
    ["adam", "cross-entropy"],
    ["adamw", "cross-entropy"],
    ["svrg", "cross-entropy"],
    ["gd", "cross-entropy"],
    ["lbfgs", "quadratic"],
    ["newton", "sigmoid"],
    ["fista", "cross-entropy"],
    ["owlqn", "cross-entropy"],
  ])("--solver %s --loss %s lowers the objective", async (solver, loss, ...more) => {
    const { objective, config, train } = await json(
      "train",
      "iris",
      "--solver",
      solver,
      "--loss",
      loss,
      ...more,
      "--out",
      `by-${solver}`,
    );
    expect(config).toMatchObject({ solver, loss });
    expect(train.accuracy).toBeGreaterThan(0.8);
    expect(Number.isFinite(objective.value)).toBe(true);
  });

  test("stops early by the validation loss and keeps the best", async () => {
    const args =
      "train digits --scale 1/16 --solver adam --learning-rate 0.5 --epochs 200 --validation-size 0.2 --patience 3";
    const { message, validation } = await json(...args.split(" "));
    expect(message).toContain("stopped early");
    expect(validation.n).toBe(359);
  });

  test("--strict exits with 4 where the run did not converge, and still says what it got", async () => {
    const { code, stdout, stderr } = await softmax([
      "train",
      "iris",
      "--max-steps",
      "2",
      "--strict",
      "--json",
    ]);
    expect(code).toBe(4);
    expect(oneObject(stdout).status).toBe("max-steps");
    expect(stderr).toMatch(/not converged: .*raise --max-steps/);
    expect((await softmax(["train", "iris", "--strict"])).code).toBe(0);
  });
});

describe("runs", () => {
  test("that start together take different folders", async () => {
    const printed = await Promise.all([1, 2, 3, 4].map(() => softmax(["train", "moons", "--quiet"])));
    expect(new Set(printed.map(({ stdout }) => stdout)).size).toBe(4);
  });

  test("are never written over", async () => {
    await softmax(["train", "iris", "--out", "mine", "--quiet"]);
    const before = ["run.json", "model.safetensors"].map((name) => read(`mine/${name}`));
    const again = await softmax(["train", "wine", "--out", "mine"]);
    expect(again).toMatchObject({ code: 3, stdout: "" });
    expect(again.stderr).toContain("mine: already holds a run");
    expect(["run.json", "model.safetensors"].map((name) => read(`mine/${name}`))).toEqual(before);
  });

  test("that fail leave nothing behind", async () => {
    await softmax(["train", "flowers.csv", "--label", "length", "--out", "failed"]);
    await softmax(["train", "iris", "--solver", "newton", "--loss", "hinge", "--out", "failed"]);
    expect(existsSync(join(folder, "failed"))).toBe(false);
  });

  test("of the same data and options have the same model, byte for byte", async () => {
    for (const name of ["first", "second"])
      await softmax(["train", "digits", "--solver", "adam", "--epochs", "2", "--seed", "7", "--out", name]);
    expect(read("first/model.safetensors").equals(read("second/model.safetensors"))).toBe(true);
    await softmax(["train", "digits", "--solver", "adam", "--epochs", "2", "--seed", "8", "--out", "third"]);
    expect(read("first/model.safetensors").equals(read("third/model.safetensors"))).toBe(false);
  });
});

describe("a run that diverges", () => {
  const command = ["train", "iris", "--solver", "gd", "--learning-rate", "1e300", "--no-standardize"];

  test("says so, keeps no model and offers none", async () => {
    const { code, stdout } = await softmax([...command, "--out", "diverged"]);
    expect(code).toBe(0);
    expect(stdout).toContain("✗ the objective became Infinity after 1 step; the learning rate of 1e+300");
    expect(stdout).toContain("none; the record is in diverged");
    expect(stdout).not.toContain("softmax predict");
    expect(existsSync(join(folder, "diverged", "model.safetensors"))).toBe(false);
  });

  test("is null where --json names the model, and an error under --strict", async () => {
    const { code, stdout } = await softmax([...command, "--json", "--strict"]);
    expect(code).toBe(4);
    expect(oneObject(stdout)).toMatchObject({ status: "diverged", model: null });
  });
});

/** A PNG of 2 × 2 pixels of one gray, from the format's own description: signature, IHDR, IDAT, IEND. */
function grayPng(gray: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, check]);
  };
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
  const rows = Buffer.from([0, gray, gray, 0, gray, gray]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

describe("--repeat", () => {
  test("trains once more what a run decided, and says that the model is identical", async () => {
    const { model } = await json(
      "train",
      "wine",
      "--solver",
      "adam",
      "--seed",
      "3",
      "--test-size",
      "0.2",
      "--out",
      "once",
    );
    const { code, stdout } = await softmax(["train", "--repeat", "once"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/repeats +once; the model is identical, byte for byte/);
    const again = await json("train", "--repeat", "once");
    expect(again.repeats).toEqual({ run: "once", identical: true });
    expect(again.model).not.toBe(model);
    expect(read(again.model as string)).toEqual(read("once/model.safetensors"));
  });

  test("finds another model, with exit code 5, and keeps both", async () => {
    await json("train", "iris", "--out", "touched", "--max-steps", "3");
    const record = JSON.parse(read("touched/run.json").toString());
    await json("train", "iris", "--out", "other", "--max-steps", "4");
    copyFileSync(join(folder, "other", "model.safetensors"), join(folder, "touched", "model.safetensors"));
    const { code, stderr } = await softmax(["train", "--repeat", "touched"]);
    expect(code).toBe(5);
    expect(stderr).toContain(
      "the model differs from that of touched; without --deterministic, the same bytes need",
    );
    expect(record.result.status).toBe("max-steps");
  });

  test("refuses other data, and runs without a model", async () => {
    writeFileSync(join(folder, "few.csv"), "a,y\n1,p\n2,q\n3,p\n4,q\n");
    await json("train", "few.csv", "--out", "few");
    writeFileSync(join(folder, "few.csv"), "a,y\n1,p\n2,q\n3,p\n5,q\n");
    const changed = await softmax(["train", "--repeat", "few"]);
    expect(changed.code).toBe(3);
    expect(changed.stderr).toContain("repeat: the data changed since few (sha256 ");
    const command = ["--solver", "gd", "--learning-rate", "1e300", "--no-standardize"];
    await json("train", "iris", ...command, "--out", "gone");
    const diverged = await softmax(["train", "--repeat", "gone"]);
    expect(diverged.code).toBe(3);
    expect(diverged.stderr).toContain("gone: this run has diverged; it left no model to repeat");
    expect((await softmax(["train", "--repeat", "few", "--l2", "1"])).stderr).toContain(
      "--l2 does not go with --repeat: the run is repeated as it was",
    );
  });
});
