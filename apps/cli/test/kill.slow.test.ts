import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Running, shared, sharedData, useCli } from "./cli.js";

const { folder, start, softmax, read } = useCli();

/** Runs of several seconds, so that checkpoints are written on the way, on 10,000 images of 28 × 28 pixels. */
const runs: Record<string, string> = {
  lbfgs: "--l2 1e-5 --tolerance 0 --max-steps 900",
  newton: "--l2 1e-5 --tolerance 0 --max-steps 20",
  adam: "--epochs 150 --batch-size 64",
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Kills a run, without any warning, a moment after it has written its first checkpoint. */
async function killAfterCheckpoint({ child, ended }: Running, run: string): Promise<void> {
  while (!existsSync(join(folder, run, "checkpoint.safetensors")) && child.exitCode === null) await pause(20);
  await pause(300);
  child.kill("SIGKILL");
  expect((await ended).signal, `${run} ended before it was killed`).toBe("SIGKILL");
}

describe.skipIf(!shared || process.platform === "win32")("a run that was killed (needs ../shared)", () => {
  test.each(Object.entries(runs))(
    "%s: --resume ends with the model of the run that was not, byte for byte",
    async (solver, options) => {
      const images = sharedData("fashion-mnist/t10k-images-idx3-ubyte.gz");
      const args = [
        "train",
        images,
        "--scale",
        "1/255",
        "--solver",
        solver,
        ...options.split(" "),
        "--quiet",
      ];
      const [whole, killed] = [`${solver}-whole`, `${solver}-killed`];
      await killAfterCheckpoint(start([...args, "--out", killed]), killed);
      expect(existsSync(join(folder, killed, "model.safetensors"))).toBe(false);
      const resumed = await softmax(["train", "--resume", killed, "--quiet"]);
      expect(resumed.code, resumed.stderr).toBe(0);
      await softmax([...args, "--out", whole]);
      expect(read(`${killed}/model.safetensors`).equals(read(`${whole}/model.safetensors`))).toBe(true);
      const steps = (run: string) => JSON.parse(read(`${run}/run.json`).toString()).result.steps;
      expect(steps(killed)).toBe(steps(whole));
      const metrics = (run: string) =>
        read(`${run}/metrics.jsonl`)
          .toString()
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line));
      const plain = (run: string) => metrics(run).map(({ seconds: _, ...event }) => event);
      expect(plain(killed)).toEqual(plain(whole));
    },
  );

  test("before its first checkpoint starts again", async () => {
    const run = start([
      "train",
      "digits",
      "--solver",
      "adam",
      "--epochs",
      "300",
      "--out",
      "early",
      "--quiet",
    ]);
    while (!existsSync(join(folder, "early", "run.json"))) await pause(5);
    run.child.kill("SIGKILL");
    await run.ended;
    expect(existsSync(join(folder, "early", "checkpoint.safetensors"))).toBe(false);
    expect((await softmax(["train", "--resume", "early", "--quiet"])).code).toBe(0);
    await softmax(["train", "digits", "--solver", "adam", "--epochs", "300", "--out", "late", "--quiet"]);
    expect(read("early/model.safetensors").equals(read("late/model.safetensors"))).toBe(true);
  });
});
