/**
 * Of all that training does with its folder, making it, opening, writing, flushing and renaming files, one operation fails,
 * or all from one on: no space, an error of the device, a file system that is read-only; half of what was to be written
 * gets there. On Linux as root, the folder is on a disk of some kilobytes as well, and elsewhere files are limited in size
 * by the system. Training then has to end with exit code 3 and one sentence that names the path and the reason, or to do
 * without; every file that was there before can be read; and gone on with, or begun anew where nothing was there, it ends
 * with the model, byte for byte, of the run that nobody disturbed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { complaintProblem, inParallel, openCli, runs } from "../harness/cli.mjs";
import { randomOf } from "../harness/random.mjs";

export const title = "Disks that fail";
export const promise = 1;
export const short = 16;

/** Operations of a run that writes some ten checkpoints; later numbers never come. */
const OPERATIONS = 70;

export async function attack({ seed, scratch, goOn }) {
  const cli = await openCli(scratch);
  const disk = smallDisk(join(scratch, "disk"));
  try {
    let isTaken = false; // one run at a time has the disk to itself
    return await inParallel(availableParallelism(), goOn, async (k) => {
      const random = randomOf(seed, k);
      if (!disk || isTaken || !random.chance(0.15)) return failingRun(cli, join(scratch, `run-${k}`), random);
      isTaken = true;
      const outcome = await fullDisk(cli, disk, join(disk, `run-${k}`), random);
      await rm(join(disk, `run-${k}`), { recursive: true, force: true });
      isTaken = false;
      return outcome;
    });
  } finally {
    if (disk) spawnSync("umount", [disk]);
  }
}

/** A disk of 256 kB, or undefined where there can be none. */
function smallDisk(folder) {
  mkdirSync(folder);
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder]);
  return status === 0 ? folder : undefined;
}

async function failingRun(cli, out, random) {
  const run = random.pick(runs);
  const env = {
    TORTURE_LOG: `${out}.log`,
    SOFTMAX_CACHE: `${out}.cache`,
    TORTURE_FAULT: random.pick(["ENOSPC", "EIO", "EROFS"]),
    TORTURE_FAULT_AT: String(1 + random.skewed(OPERATIONS)),
    ...(random.chance(0.5) && { TORTURE_FAULT_STAYS: "1" }),
  };
  const said = `${run.join(" ")} with ${env.TORTURE_FAULT} at operation ${env.TORTURE_FAULT_AT}${env.TORTURE_FAULT_STAYS ? " and after" : ""}`;
  const counts = { faults: 1, [`of ${env.TORTURE_FAULT}`]: 1 };
  const problem = await disturbedRun(cli, out, run, { shims: ["clock", "disk"], env });
  return { counts, failures: problem ? [`${said}: ${problem}`] : [] };
}

/** A run on a disk without room for it; then the room is there. */
async function fullDisk(cli, disk, out, random) {
  const run = random.pick(runs);
  const ballast = join(disk, `ballast-${Date.now()}-${random.bits()}`);
  spawnSync("dd", ["if=/dev/zero", `of=${ballast}`, "bs=1024", `count=${200 + random.below(56)}`]);
  const problem = await disturbedRun(cli, out, run, { shims: ["clock"] }, () => rm(ballast, { force: true }));
  return {
    counts: { faults: 1, "of full disks": 1 },
    failures: problem ? [`${run.join(" ")} on a full disk: ${problem}`] : [],
  };
}

/** Trains with the disturbance, checks what is left, goes on without it, and compares; tells what is wrong. */
async function disturbedRun({ start, undisturbed, folderProblem }, out, run, disturbance, repair = () => {}) {
  const log = `${out}.log`;
  const ended = await start(["train", ...run, "--out", out, "--quiet"], disturbance).ended;
  const wrong =
    complaintProblem(ended, [0, 3]) ??
    (ended.code === 0 ? undefined : reasonProblem(ended.stderr)) ??
    folderProblem(out, log);
  if (wrong) return wrong;
  await repair();
  if (ended.code !== 0) {
    const args = existsSync(join(out, "run.json")) ? ["--resume", out] : [...run, "--out", out];
    const { code, stderr } = await start(["train", ...args, "--quiet"], {
      shims: ["clock"],
      env: { SOFTMAX_CACHE: `${out}.cache` },
    }).ended;
    const over = stderr.includes("this run has ended");
    if (code !== 0 && !over) return `gone on with, it ends with ${code}: ${stderr}`;
  }
  const model = await readFile(join(out, "model.safetensors"));
  if (!model.equals(await undisturbed(run))) return "another model than undisturbed";
  await rm(out, { recursive: true });
  await rm(`${out}.cache`, { recursive: true, force: true });
  await rm(log, { force: true });
  return undefined;
}

const reasons = /no space (is )?left on|the file system is read-only|read-only file system|i\/o error/i;

const reasonProblem = (stderr) =>
  /^softmax: .*run-\d+/m.test(stderr) && reasons.test(stderr)
    ? undefined
    : `does not name path and reason: ${stderr}`;
