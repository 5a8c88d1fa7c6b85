import { spawn } from "node:child_process";
import { env } from "node:process";
import { createInterface } from "node:readline";

/**
 * Starts a subject: a process of its own that serves calls (`serve.mjs`, `serve.py`).
 *
 * `call(name, args)` resolves to its answer, and rejects with what it wrote to stderr where it fails or takes
 * longer than `seconds`; it is then gone, and so is its data. One call at a time.
 */
export function openSubject({ name, program, args, environment = {} }) {
  const child = spawn(program, args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...peerEnvironment, ...environment },
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr = (stderr + text).slice(-4000);
  });
  let waiting;
  const settle = (how, value) => {
    const { [how]: done, timer } = waiting ?? {};
    clearTimeout(timer);
    waiting = undefined;
    done?.(value);
  };
  const fail = (what) => settle("reject", new Error(`${name}: ${what}\n${stderr}`.trim()));
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.startsWith("{")) return;
    const { value, error } = JSON.parse(line);
    if (error === undefined) settle("resolve", value);
    else fail(error);
  });
  child.on("error", ({ message }) => fail(message));
  let ending;
  child.on("close", (code, signal) => {
    ending = `the process has ended with ${signal ?? `exit code ${code}`}`;
    fail(ending);
  });
  child.stdin.on("error", () => {});

  return {
    name,
    call(call, callArgs = {}, seconds = 600) {
      return new Promise((resolve, reject) => {
        if (ending) return reject(new Error(`${name}: ${ending}\n${stderr}`.trim()));
        const tooLong = () => {
          fail(`"${call}" took longer than ${seconds} s`);
          child.kill("SIGKILL");
        };
        waiting = { resolve, reject, timer: setTimeout(tooLong, seconds * 1000) };
        child.stdin.write(`${JSON.stringify({ call, args: callArgs })}\n`);
      });
    },
    close() {
      child.stdin.end();
      child.kill("SIGTERM");
      return new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve();
        else child.once("close", resolve);
      });
    },
  };
}

/**
 * The environment without what slows peers down: OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE choose an older
 * processor's routines.
 */
const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...peerEnvironment } = env;
