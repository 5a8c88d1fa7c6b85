import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { CLI, ensureBuilt } from "./build.mjs";

/**
 * Runs the built command line on this very Node, in the folder the user stands in: stdin, stdout, stderr,
 * signals and exit code are its own. Resolves to the exit code.
 */
export async function softmax(args) {
  await ensureBuilt();
  const underNpm = process.env.npm_lifecycle_event !== undefined;
  const cwd = underNpm ? process.env.INIT_CWD : process.cwd();
  const child = spawn(process.execPath, [CLI, ...args], { cwd, stdio: "inherit" });
  passSignals(child);
  if (underNpm) endWithNpm(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** A terminal's Ctrl-C reaches the child by itself, so SIGINT is only waited out; passed on, it would count twice. */
function passSignals(child) {
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
}

/**
 * npm starts us through a shell that passes no signals on: when npm is killed, neither tells us. So look
 * whether both are still there, and end the command when they are not.
 */
function endWithNpm(child) {
  const shell = process.ppid;
  const npm = parentOf(shell);
  const look = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(look);
    child.kill("SIGTERM");
  }, 200);
  look.unref();
}

/** The parent of a process where the system tells (Linux), else undefined. */
function parentOf(pid) {
  try {
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
