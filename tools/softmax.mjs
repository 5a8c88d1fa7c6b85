import { spawn } from "node:child_process";
import { constants } from "node:os";
import { CLI, ensureBuilt } from "./build.mjs";

/**
 * Runs the built command line on this very Node, in the folder the user stands in: stdin, stdout, stderr,
 * signals and exit code are its own. Resolves to the exit code.
 */
export async function softmax(args) {
  await ensureBuilt();
  const cwd = process.env.npm_lifecycle_event ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
  const child = spawn(process.execPath, [CLI, ...args], { cwd, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
