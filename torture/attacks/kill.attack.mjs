/**
 * Training is killed with SIGKILL at a random moment, gone on with, killed again, up to eight times, on a clock that runs
 * so fast that checkpoints are written all the time. After every kill each file of the run can be read, and is the one that
 * was acknowledged last or the one that was just taking its place. In the end the model is, byte for byte, the one of the
 * run that nobody disturbed. Anything else is a failure.
 */
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { inParallel, openCli, runs } from "../harness/cli.mjs";
import { randomOf } from "../harness/random.mjs";

export const title = "Killed training";
export const promise = 1;
export const short = 24;

/** Kills of one run, before it may come to its end. */
const MOST_KILLS = 8;
/** Milliseconds before a kill: at the beginning nothing has been written yet. */
const LATEST = 900;

export async function attack({ seed, scratch, goOn }) {
  const cli = await openCli(scratch);
  return inParallel(availableParallelism(), goOn, (k) =>
    killedRun(cli, join(scratch, `run-${k}`), randomOf(seed, k)),
  );
}

async function killedRun({ start, undisturbed, folderProblem }, out, random) {
  const run = random.pick(runs);
  const log = `${out}.log`;
  const options = { shims: ["clock", "disk"], env: { TORTURE_LOG: log, SOFTMAX_CACHE: `${out}.cache` } };
  const said = `${run.join(" ")}, after`;
  const delays = [];
  let kills = 0;
  const outcome = (...failures) => ({ counts: { kills, runs: 1 }, failures, done: Math.max(1, kills) });
  for (;;) {
    const begun = existsSync(join(out, "run.json"));
    const args = begun ? ["--resume", out] : [...run, "--out", out];
    const { child, ended } = start(["train", ...args, "--quiet"], options);
    if (kills < MOST_KILLS) {
      const delay = random.below(LATEST);
      delays.push(delay);
      setTimeout(() => child.kill("SIGKILL"), delay);
    }
    const { code, signal, stderr, hung } = await ended;
    if (signal === "SIGKILL" && !hung) kills++;
    const problem = folderProblem(out, log);
    if (problem) return outcome(`${said} kills at ${delays} ms: ${problem}`);
    if (signal === "SIGKILL" && !hung) continue;
    if (code !== 0 && !stderr.includes("this run has ended"))
      return outcome(`${said} kills at ${delays} ms: ends with ${code}: ${stderr}`);
    break;
  }
  const [model, expected] = [await readFile(join(out, "model.safetensors")), await undisturbed(run)];
  if (!model.equals(expected))
    return outcome(`${said} kills at ${delays} ms: another model than undisturbed`);
  await rm(out, { recursive: true });
  await rm(`${out}.cache`, { recursive: true, force: true });
  await rm(log);
  return outcome();
}
