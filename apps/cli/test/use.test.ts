import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { oneObject, useCli } from "./cli.js";

const { folder, main, softmax, json } = useCli();

const header = "length,color";
const rows = ["5.1,red", "6.4,blue", "4.8,red", "6.0,blue"];
const labels = ["setosa", "virginica", "setosa", "virginica"];
const predictions = `${labels.join("\n")}\n`;
const labeled = [`${header},species`, ...rows.map((row, i) => `${row},${labels[i]}`)].join("\n");
const unlabeled = [header, ...rows].join("\n");

beforeAll(async () => {
  writeFileSync(join(folder, "flowers.csv"), labeled);
  writeFileSync(join(folder, "new.csv"), unlabeled);
  const trained = await softmax([
    "train",
    "flowers.csv",
    "--label",
    "species",
    "--l2",
    "0.01",
    "--out",
    "model",
  ]);
  expect(trained.code, trained.stderr).toBe(0);
});

describe("predict", () => {
  test("labels rows in their order, without a label column, from a model file or a run", async () => {
    for (const model of ["model", join("model", "model.safetensors")])
      expect(await softmax(["predict", model, "new.csv"])).toMatchObject({
        code: 0,
        stdout: `prediction\n${predictions}`,
        stderr: "",
      });
  });

  test("reads standard input", async () => {
    const { stdout } = await softmax(["predict", "model", "-"], { input: unlabeled });
    expect(stdout).toBe(`prediction\n${predictions}`);
  });

  test("matches columns by name and passes over others", async () => {
    const { stdout } = await softmax(["predict", "model", "-"], {
      input: "id,color,length\n7,blue,6.4\n8,red,5.1\n",
    });
    expect(stdout).toBe("prediction\nvirginica\nsetosa\n");
  });

  test("adds a probability for each class, which sum to 1", async () => {
    const { stdout } = await softmax(["predict", "model", "new.csv", "--probabilities"]);
    const [names, ...lines] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    expect(names).toEqual(["prediction", "probability_setosa", "probability_virginica"]);
    for (const [label, setosa, virginica] of lines) {
      expect(Number(setosa) + Number(virginica)).toBeCloseTo(1, 12);
      expect(label).toBe(Number(setosa) > Number(virginica) ? "setosa" : "virginica");
    }
  });

  test("writes NDJSON with the same values", async () => {
    const csv = await softmax(["predict", "model", "new.csv", "--probabilities"]);
    const { stdout } = await softmax([
      "predict",
      "model",
      "new.csv",
      "--probabilities",
      "--format",
      "ndjson",
    ]);
    const [, ...lines] = csv.stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    const objects = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(objects).toEqual(
      lines.map(([prediction, setosa, virginica]) => ({
        prediction,
        probability_setosa: Number(setosa),
        probability_virginica: Number(virginica),
      })),
    );
  });

  test("keeps labels that are numbers", async () => {
    await softmax(["train", "digits", "--scale", "1/16", "--max-steps", "5", "--out", "digits"]);
    const { stdout } = await softmax(["predict", "digits", "digits", "--format", "ndjson"]);
    expect(JSON.parse(stdout.slice(0, stdout.indexOf("\n")))).toEqual({ prediction: 0 });
  });

  test("--out replaces a file as a whole, and only where all went well", async () => {
    const out = join(folder, "predictions.csv");
    const { stdout } = await softmax(["predict", "model", "new.csv", "--out", "predictions.csv"]);
    expect([stdout, readFileSync(out, "utf8")]).toEqual(["", `prediction\n${predictions}`]);
    const failed = await softmax(["predict", "model", "-", "--out", "predictions.csv"], {
      input: "length\n1\n2\n",
    });
    expect(failed.code).toBe(3);
    expect(readFileSync(out, "utf8")).toBe(`prediction\n${predictions}`);
    await softmax(["predict", "model", "-", "--out", "none.csv"], { input: "length\n1\n" });
    expect(existsSync(join(folder, "none.csv"))).toBe(false);
  });

  test("says once how many values it made up for", async () => {
    const input = "length,color\n?,red\n,green\n6.4,green\n";
    const { code, stdout, stderr } = await softmax(["predict", "model", "-"], { input });
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(4);
    expect(stderr.trimEnd().split("\n").sort()).toEqual([
      "warning: categories that training did not see, read as none: 2 in color",
      "warning: missing values replaced by the training median: 2 in length",
    ]);
  });

  test.skipIf(process.platform === "win32")(
    "is quiet when the reader of a pipe has seen enough",
    async () => {
      const many = [header, ...Array.from({ length: 200_000 }, () => rows[0])].join("\n");
      writeFileSync(join(folder, "many.csv"), many);
      const command = `'${process.execPath}' '${main()}' predict model many.csv --probabilities | head -n 2; echo \${PIPESTATUS[0]}`;
      const shell = spawn("bash", ["-c", command], { cwd: folder });
      const output = { stdout: "", stderr: "" };
      shell.stdout.on("data", (text) => (output.stdout += text));
      shell.stderr.on("data", (text) => (output.stderr += text));
      await new Promise((resolve) => shell.on("close", resolve));
      expect(output.stderr).toBe("");
      expect(output.stdout.trimEnd().split("\n").at(-1)).toBe("0");
    },
  );
});

describe("evaluate", () => {
  test("--json has every metric, per class and overall", async () => {
    const result = await json("evaluate", "model", "flowers.csv");
    expect(result).toMatchObject({
      model: "model",
      data: "flowers.csv",
      n: 4,
      accuracy: 1,
      balancedAccuracy: 1,
      logLoss: expect.any(Number),
      brier: expect.any(Number),
      ece: expect.any(Number),
      classes: ["setosa", "virginica"],
      perClass: [
        { class: "setosa", precision: 1, recall: 1, f1: 1, support: 2 },
        { class: "virginica", precision: 1, recall: 1, f1: 1, support: 2 },
      ],
      confusion: [
        [2, 0],
        [0, 2],
      ],
    });
  });

  test("on the training data says what training said", async () => {
    const trained = await json("train", "digits", "--scale", "1/16", "--l2", "1e-3", "--out", "digits-2");
    const { accuracy, logLoss } = await json("evaluate", "digits-2", "digits");
    expect(accuracy).toBe(trained.train.accuracy);
    expect(logLoss).toBeCloseTo(trained.train.logLoss, 12);
  });

  test("prints tables for people", async () => {
    const { stdout } = await softmax(["evaluate", "model", "flowers.csv"]);
    for (const part of [
      /flowers\.csv: 4 rows, 2 classes/,
      /accuracy +100\.0%/,
      /Brier +\d/,
      /setosa +2 +100\.0%/,
      /setosa +2 +·/,
    ])
      expect(stdout).toMatch(part);
  });

  test("finds the labels in another column, and weighs rows", async () => {
    const input = "length,color,truth,w\n5.1,red,setosa,3\n6.4,blue,setosa,1\n";
    const args = ["evaluate", "model", "-", "--label", "truth", "--weight", "w", "--json"];
    const { stdout } = await softmax(args, { input });
    expect(oneObject(stdout)).toMatchObject({
      n: 2,
      accuracy: 0.75,
      confusion: [
        [3, 1],
        [0, 0],
      ],
    });
  });

  test("refuses a label that is no class of the model, with its row", async () => {
    const input = `${labeled}\n5.5,red,lily\n`;
    const { code, stdout, stderr } = await softmax(["evaluate", "model", "-"], { input });
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain('stdin, row 5: label "lily" in column "species"; expected one of the 2 classes');
  });
});

describe("inspect", () => {
  test("shows where a model comes from and its largest weights", async () => {
    const { stdout } = await softmax(["inspect", "model"]);
    for (const part of [
      "2: setosa, virginica",
      "species",
      "flowers.csv",
      /newton on cross-entropy, l2 0\.01; converged/,
      /color=red/,
      "█",
    ])
      expect(stdout).toMatch(part);
  });

  test("--json has all of it, of a run and of a model file", async () => {
    const run = await json("inspect", "model");
    expect(run).toMatchObject({
      classes: ["setosa", "virginica"],
      label: "species",
      features: { n: 3 },
      encoders: [
        { kind: "number", column: "length" },
        { kind: "one-hot", column: "color", nFeatures: 2 },
      ],
      config: { l2: 0.01 },
      status: "converged",
      run: { source: { data: "flowers.csv" } },
    });
    expect(run.largestWeights[0]).toMatchObject({ class: "setosa" });
    const file = await json("inspect", join("model", "model.safetensors"));
    expect(file).toEqual({ ...run, model: join("model", "model.safetensors"), run: null });
  });
});

describe("datasets", () => {
  test("lists what comes along, with sources and licenses", async () => {
    const { datasets } = await json("datasets");
    expect(datasets.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(["iris", "digits", "blobs"]),
    );
    const { stdout } = await softmax(["datasets"]);
    for (const { name } of datasets) expect(stdout).toMatch(new RegExp(`^ +${name} `, "m"));
    expect(stdout).toContain("Fisher");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.each(["blobs", "color-matching"])("%s can be trained on and predicted, by seed", async (name) => {
    const { train } = await json("train", name, "--seed", "3", "--out", name);
    expect(train.n).toBe(300);
    const { code, stdout } = await softmax(["predict", name, name]);
    expect([code, stdout.trimEnd().split("\n").length]).toEqual([0, 301]);
  });
});

describe("tune", () => {
  test("--json has the path and both choices", async () => {
    const { path, best, oneStandardError, folds, config } = await json(
      "tune",
      "wine",
      "--cv",
      "3",
      "--penalties",
      "1,0.1,1/100",
    );
    expect(path.map(({ l2 }: { l2: number }) => l2)).toEqual([1, 0.1, 0.01]);
    for (const entry of path)
      expect(entry).toMatchObject({
        logLoss: expect.any(Number),
        standardError: expect.any(Number),
        accuracy: expect.any(Number),
      });
    const losses: number[] = path.map(({ logLoss }: { logLoss: number }) => logLoss);
    expect(losses[best]).toBe(Math.min(...losses));
    expect(oneStandardError).toBeLessThanOrEqual(best);
    expect(folds).toBe(3);
    expect(config.solver).toBe("newton");
  });

  test("prints the path as a table and a plot, and the commands that train with its choices", async () => {
    const { stdout } = await softmax([
      "tune",
      "flowers.csv",
      "--label",
      "species",
      "--cv",
      "2",
      "--no-standardize",
      "--n-penalties",
      "6",
    ]);
    expect(stdout).toContain("6 penalties, 2-fold cross-validation");
    expect(stdout).toMatch(/◆ +\S+ +\S+ +\S+ +\d+\.\d%/);
    expect(stdout).toMatch(/└─+/);
    const [command] = stdout.match(/softmax train .*/) ?? [""];
    expect(command).toMatch(/^softmax train flowers\.csv --label species --no-standardize --l2 [\d.e-]+$/);
    const { code, stderr } = await softmax([...command.split(" ").slice(1), "--quiet"]);
    expect(code, stderr).toBe(0);
  });

  test("of an elastic net offers both penalties", async () => {
    const { stdout } = await softmax([
      "tune",
      "iris",
      "--cv",
      "2",
      "--l1-ratio",
      "0.5",
      "--penalties",
      "0.1,0.01",
    ]);
    expect(stdout).toMatch(/softmax train iris --l2 0\.0\d+ --l1 0\.0\d+/);
  });
});

describe("completion", () => {
  test.each(["bash", "zsh", "fish"])("%s: knows the commands and the flags", async (shell) => {
    const { code, stdout } = await softmax(["completion", shell]);
    expect(code).toBe(0);
    for (const word of ["evaluate", "datasets", "label-smoothing", "auto gd lbfgs"])
      expect(stdout).toContain(word);
  });
});

describe("help", () => {
  test("of the program names every command", async () => {
    const { code, stdout } = await softmax(["--help"]);
    expect(code).toBe(0);
    for (const command of [
      "train <data>",
      "predict <model> <data>",
      "evaluate",
      "inspect",
      "tune",
      "datasets",
      "completion",
    ])
      expect(stdout).toContain(command);
    expect((await softmax([])).stdout).toBe(stdout);
    expect((await softmax(["help"])).stdout).toBe(stdout);
  });

  test("of a command is grouped, ends with examples, and fits", async () => {
    const { stdout } = await softmax(["train", "--help"]);
    for (const heading of ["Data:", "Model:", "Solver:", "Reading:", "Output:", "Examples:"])
      expect(stdout).toContain(`\n${heading}\n`);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect((await softmax(["help", "train"])).stdout).toBe(stdout);
  });

  test("--version is a version", async () => {
    expect((await softmax(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
