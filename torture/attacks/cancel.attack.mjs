/**
 * Training is disturbed as it is in the field. Ctrl-C once: it stops, saves and says how to go on, or was over, and gone on
 * with it ends with the model of the run that nobody disturbed; twice: it ends at once. Whoever reads its output goes away;
 * the output is a disk that is full; the data vanish while they are read or between an interruption and its resumption; the
 * folder of the run vanishes; threads of the kernels die. Every one has to come to an end, with an answer: the exit code
 * that belongs to it, and one sentence, not a stack of calls.
 */
import { existsSync, openSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { complaintProblem, inParallel, openCli, runs } from "../harness/cli.mjs";
import { randomOf } from "../harness/random.mjs";

export const title = "Cancelled and cut off";
export const promise = 5;
export const short = 16;

const INTERRUPTED = 130;

/** Options of a run that would go on for days. */
const endless = ["digits", "--solver", "adam", "--epochs", "100000000", "--tolerance", "0"];

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What is done to a run; each tells what is wrong with what came of it. */
const disturbances = {
  interruptedOnce,
  interruptedTwice,
  closedPipe,
  fullOutput,
  vanishedData,
  vanishedAfterwards,
  vanishedFolder,
  deadThreads,
};

export async function attack({ seed, scratch, goOn }) {
  const cli = await openCli(scratch);
  const names = Object.keys(disturbances);
  return inParallel(availableParallelism(), goOn, async (k) => {
    const name = names[k % names.length];
    const problem = await disturbances[name](cli, join(scratch, `run-${k}`), randomOf(seed, k));
    return {
      counts: { disturbances: 1, [`of ${name}`]: 1 },
      failures: problem ? [`${name}, number ${k} of seed ${seed}: ${problem}`] : [],
    };
  });
}

async function interruptedOnce({ start, undisturbed, folderProblem }, out, random) {
  const run = random.pick(runs);
  const { child, ended } = start(["train", ...run, "--out", out, "--quiet"], { shims: ["clock"] });
  await pause(250 + random.below(900));
  child.kill("SIGINT");
  const { stderr, ...end } = await ended;
  // Before it listens and behind its end, a signal ends it by itself.
  const unheard = end.signal === "SIGINT";
  const problem =
    (unheard ? undefined : complaintProblem({ stderr, ...end }, [0, INTERRUPTED])) ?? folderProblem(out, "");
  if (problem) return problem;
  if (end.code === INTERRUPTED && !stderr.includes("go on with: softmax train --resume"))
    return `does not say how to go on: ${stderr}`;
  if (end.code !== 0) {
    const args = existsSync(join(out, "run.json")) ? ["--resume", out] : [...run, "--out", out];
    const { code, stderr: said } = await start(["train", ...args, "--quiet"], { shims: ["clock"] }).ended;
    if (code !== 0 && !said.includes("this run has ended"))
      return `gone on with, it ends with ${code}: ${said}`;
  }
  const model = await readFile(join(out, "model.safetensors"));
  return model.equals(await undisturbed(run)) ? undefined : "another model than undisturbed";
}

async function interruptedTwice({ start, folderProblem }, out, random) {
  const { child, ended } = start(["train", ...endless, "--out", out, "--quiet"]);
  await pause(400 + random.below(600));
  child.kill("SIGINT");
  await pause(random.below(30));
  child.kill("SIGINT");
  const end = await ended;
  // A second signal during the start or the very end finds nobody listening, and ends the process by itself.
  if (end.signal === "SIGINT") return folderProblem(out, "");
  return (
    (end.code === INTERRUPTED ? undefined : complaintProblem(end, [INTERRUPTED])) ?? folderProblem(out, "")
  );
}

/** The reader of stdout, or of both, is gone from the beginning or after a while. */
async function closedPipe({ start, folderProblem }, out, random) {
  const { child, ended } = start(["train", ...random.pick(runs), "--out", out]);
  if (random.chance(0.5)) await pause(random.below(500));
  child.stdout.destroy();
  if (random.chance(0.5)) child.stderr.destroy();
  return complaintProblem(await ended, [0]) ?? folderProblem(out, "");
}

/** Nothing can be written to stdout. */
async function fullOutput({ start }, out, random) {
  if (!existsSync("/dev/full")) return undefined;
  const stdio = ["ignore", openSync("/dev/full", "w"), "pipe"];
  const end = await start(
    ["train", ...random.pick(runs), "--out", out, ...random.pick([[], ["--json"], ["--quiet"]])],
    { stdio },
  ).ended;
  return (
    complaintProblem(end, [3]) ??
    (/stdout/.test(end.stderr) ? undefined : `does not name stdout: ${end.stderr}`)
  );
}

/** A table of some megabytes: reading it takes a while. */
async function writeTable(path) {
  const rows = Array.from(
    { length: 60_000 },
    (_, i) => `${i % 97},${Math.sin(i)},${i % 13},${i % 3 ? "a" : "b"}`,
  );
  await writeFile(path, `x,y,z,label\n${rows.join("\n")}\n`);
}

async function vanishedData({ start }, out, random) {
  const table = `${out}.csv`;
  await writeTable(table);
  const { ended } = start(["train", table, "--max-steps", "5", "--out", out, "--quiet"]);
  await pause(random.below(500));
  await rm(table);
  return complaintProblem(await ended, [0, 3]);
}

async function vanishedAfterwards({ start }, out) {
  const table = `${out}.csv`;
  await writeTable(table);
  const { child, ended } = start(["train", table, ...endless.slice(1), "--out", out, "--quiet"]);
  for (let k = 0; k < 200 && !existsSync(join(out, "run.json")); k++) await pause(50);
  child.kill("SIGINT");
  const problem = complaintProblem(await ended, [INTERRUPTED]);
  if (problem) return problem;
  await rename(table, `${table}.moved`);
  const end = await start(["train", "--resume", out, "--quiet"]).ended;
  return (
    complaintProblem(end, [3]) ??
    (end.stderr.includes(table) ? undefined : `does not name the data: ${end.stderr}`)
  );
}

async function vanishedFolder({ start }, out, random) {
  const { ended } = start(["train", ...random.pick(runs), "--out", out, "--quiet"], { shims: ["clock"] });
  for (let k = 0; k < 400 && !existsSync(join(out, "run.json")); k++) await pause(10);
  await pause(random.below(200));
  await rm(out, { recursive: true, force: true, maxRetries: 5 });
  return complaintProblem(await ended, [0, 3]);
}

/** Data large enough that kernels take threads, which die after some milliseconds. */
async function deadThreads({ start, library }, out, random) {
  const folder = out.replace(/run-(\d+)$/, "data-$1");
  const [n, d] = [4000, 400];
  const data = Float32Array.from(
    { length: n * d },
    (_, k) => Math.sin(k * 0.37) + (Math.floor(k / d) % 3) * Math.cos(k % d),
  );
  const labels = Uint8Array.from({ length: n }, (_, i) => i % 3);
  await mkdir(folder);
  await writeFile(join(folder, "x.npy"), library.encodeNpy({ dtype: "float32", shape: [n, d], data }));
  await writeFile(join(folder, "y.npy"), library.encodeNpy({ dtype: "uint8", shape: [n], data: labels }));
  const options = ["--solver", "lbfgs", "--max-steps", "300", "--tolerance", "0", "--threads", "2"];
  const end = await start(["train", join(folder, "x.npy"), ...options, "--out", out, "--quiet"], {
    shims: ["worker"],
    env: { TORTURE_WORKER_MS: String(random.below(800)) },
  }).ended;
  return complaintProblem(end, [0, 3]);
}
