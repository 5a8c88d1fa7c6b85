import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadDataset } from "@softmax/datasets";
import { parquetWriteBuffer } from "hyparquet-writer";
import { beforeAll, describe, expect, test } from "vitest";
import { onSpark } from "../../../test/spark/onSpark.js";
import { startSpark } from "../../../tools/spark/server.mjs";
import { oneObject, type Running, useCli } from "./cli.js";

const { folder, start, softmax, json, read } = useCli();

/** Numbers with classes that do not follow from them: without a penalty L-BFGS finds something to do for minutes. */
function noise(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const x = Array.from({ length: 20 }, (_, j) => Math.sin(1e4 * (i * 20 + j + 1)).toFixed(4));
    return `${x.join(",")},${(i * 7919) % 10}`;
  });
  const names = Array.from({ length: 20 }, (_, j) => `x${j}`);
  return `${[...names, "label"].join(",")}\n${lines.join("\n")}\n`;
}
const endless = ["train", "noise.csv", "--l2", "0", "--tolerance", "0"];

beforeAll(async () => {
  const { columns } = await loadDataset("iris");
  const columnData = columns.map((column) => {
    if (column.kind === "number")
      return { name: column.name, data: [...column.values], type: "DOUBLE" as const };
    if (column.kind !== "string") throw new Error(`${column.name} is a block`);
    return {
      name: column.name,
      data: [...column.codes].map((k) => column.categories[k]),
      type: "STRING" as const,
    };
  });
  writeFileSync(join(folder, "iris.parquet"), new Uint8Array(parquetWriteBuffer({ columnData })));
  writeFileSync(join(folder, "noise.csv"), noise(5000));
});

/** Resolves once a text has come on stderr. */
const stderrSays = ({ child }: Running, text: string) =>
  new Promise<void>((resolve) => {
    let heard = "";
    child.stderr!.on("data", (more) => {
      heard += more;
      if (heard.includes(text)) resolve();
    });
  });

/** The ids of the jobs that run in Spark now, as its status page has them. */
async function runningJobs(ui: string): Promise<number[]> {
  const list = async (path: string) => (await fetch(`${ui}/api/v1/applications${path}`)).json();
  const [{ id }] = (await list("")) as { id: string }[];
  const jobs = (await list(`/${id}/jobs?status=running`)) as { jobId: number }[];
  return jobs.map(({ jobId }) => jobId);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test(
  "trains to the local optimum, into a folder that every other command reads",
  onSpark(async ({ remote }) => {
    const options = ["--label", "species", "--l2", "1e-2", "--out"];
    const local = await json("train", "iris.parquet", ...options, "local");
    const engine = ["--engine", "spark", "--remote", `${remote}/;user_id=me`];
    const spark = await json("train", "iris.parquet", ...options, "spark", ...engine);
    expect(spark).toMatchObject({ run: "spark", status: "converged", test: null, classes: local.classes });
    expect(Math.abs(spark.objective.value / local.objective.value - 1)).toBeLessThan(1e-6);
    expect(spark.certificate.gap).toBeLessThan(1e-6);

    expect(readdirSync(join(folder, "spark")).sort()).toEqual([
      "metrics.jsonl",
      "model.safetensors",
      "run.json",
    ]);
    expect(read("spark/run.json").toString()).not.toContain("user_id");
    expect((await json("inspect", "spark")).config).toMatchObject({ engine: "spark", l2: 1e-2 });

    const [here, there] = [await json("evaluate", "spark", "iris.parquet"), [...engine, "--json"]];
    const measured = oneObject((await softmax(["evaluate", "spark", "iris.parquet", ...there])).stdout);
    expect(measured.confusion).toEqual(here.confusion);
    expect(measured.logLoss).toBeCloseTo(here.logLoss, 12);

    const predict = async (...more: string[]) =>
      (await softmax(["predict", "spark", "iris.parquet", ...more])).stdout;
    const labels = await predict();
    expect(await predict("--engine", "spark", "--remote", remote)).toBe(labels);
    expect(labels.split("\n")).toHaveLength(152);

    const target = `file://${join(folder, "predicted")}`;
    await predict(...engine, "--out", target, "--format", "parquet");
    const written = await json("evaluate", "spark", "predicted/*.parquet", "--label", "prediction");
    expect(written.accuracy).toBe(1);
  }),
);

test(
  "takes where Spark is from SPARK_REMOTE, and says what it does, but not on stdout",
  onSpark(async ({ remote }) => {
    const env = { SPARK_REMOTE: remote };
    const { code, stdout, stderr } = await softmax(
      ["train", "iris.parquet", "--label", "species", "--engine", "spark", "--out", "by-env"],
      { env },
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^Spark: .*fitting\n/s);
    expect(stdout).toMatch(/^✓ converged after \d+ steps/);
    expect(stdout).toMatch(/with {9}lbfgs: LogisticRegression of Spark 4/);
  }),
);

describe("one clear sentence, and nothing left behind, for", () => {
  const spark = (remote: string) => ["--engine", "spark", "--remote", remote, "--out", "failed"];

  test.each<[what: string, args: string[], code: number, sentence: RegExp]>([
    ["no address", ["train", "iris.parquet", "--engine", "spark"], 2, /--remote: found none; .*SPARK_REMOTE/],
    ["an address without an engine", ["evaluate", "m", "d", "--remote", "sc://x"], 2, /belongs to --engine/],
    [
      "an address at which nobody answers",
      ["train", "iris.parquet", ...spark("sc://127.0.0.1:1/;token=secret")],
      3,
      /no Spark Connect server answers at 127.0.0.1:1/,
    ],
    [
      "an option that Spark has not",
      ["train", "iris.parquet", ...spark("sc://127.0.0.1:1"), "--loss", "hinge"],
      2,
      /--loss: Spark has the loss cross-entropy alone/,
    ],
    [
      "standard input",
      ["train", "-", ...spark("sc://127.0.0.1:1")],
      2,
      /Spark cannot read our standard input/,
    ],
  ])("%s", async (_, args, code, sentence) => {
    await expectFailure(await softmax(args, { env: { SPARK_REMOTE: "" } }), code, sentence);
  });

  test(
    "a wrong column, and a file that is not there",
    onSpark(async ({ remote }) => {
      const column = ["train", "iris.parquet", "--label", "kind", ...spark(remote)];
      await expectFailure(await softmax(column), 3, /no column "kind"|"kind"/);
      const file = ["train", "nowhere.parquet", "--label", "species", ...spark(remote)];
      await expectFailure(await softmax(file), 3, /nowhere\.parquet/);
    }),
  );

  test(
    "a server that is killed in the middle of a fit",
    onSpark(async () => {
      const { remote, stop } = await startSpark({ master: "local[1]" });
      const run = start([...endless, ...spark(remote)]);
      await stderrSays(run, "fitting");
      await stop();
      await expectFailure(await run.ended, 3, /no Spark Connect server answers at .*while fitting/);
    }),
  );

  async function expectFailure(
    { code, stdout, stderr }: Awaited<Running["ended"]>,
    expected: number,
    sentence: RegExp,
  ): Promise<void> {
    const said = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("Spark: "));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^softmax: /);
    expect(said[0]).toMatch(sentence);
    expect(said[0]).not.toContain("secret");
    expect([code, stdout]).toEqual([expected, ""]);
    expect(existsSync(join(folder, "failed"))).toBe(false);
    expect(existsSync(join(folder, "runs"))).toBe(false);
  }
});

test(
  "Ctrl-C stops the job in Spark",
  onSpark(async ({ remote, ui }) => {
    mkdirSync(join(folder, "interrupted"));
    const run = start([...endless, "--engine", "spark", "--remote", remote, "--out", "interrupted"]);
    await stderrSays(run, "fitting");
    await expect.poll(() => runningJobs(ui), { timeout: 30_000, interval: 50 }).not.toEqual([]);
    run.child.kill("SIGINT");
    const { code, stdout, stderr } = await run.ended;
    expect([code, stdout]).toEqual([130, ""]);
    expect(stderr).toContain("stopping the job in Spark");
    expect(stderr).toContain("softmax: interrupted; the job in Spark was stopped\n");
    expect(readdirSync(join(folder, "interrupted"))).toEqual([]);
    await expect.poll(() => runningJobs(ui), { timeout: 10_000 }).toEqual([]);
    for (let k = 0; k < 20; k++) {
      await pause(100);
      expect(await runningJobs(ui)).toEqual([]);
    }
  }),
);
