import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

/** The repository's root. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Something the user should read as one sentence, without a stack trace. */
export class Failure extends Error {}

/** What is needed is not on this machine, and could not be fetched. */
export class Unreachable extends Failure {}

/**
 * Runs a program, by default in the repository's root, and resolves to `{code, output, stdout}`:
 * what it wrote, to both streams and to stdout alone, without colors. With `show` it writes to our own
 * streams instead.
 *
 * @returns {Promise<{code: number, output: string, stdout: string}>}
 */
export function run(program, args, { cwd = root, env = process.env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const written = { output: "", stdout: "" };
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      written.stdout += text;
      written.output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      written.output += text;
    });
    child.on("error", (error) => reject(new Failure(`${program} could not be started: ${error.message}`)));
    child.on("close", (code) =>
      resolve({
        code: code ?? 1,
        output: stripVTControlCharacters(written.output),
        stdout: stripVTControlCharacters(written.stdout),
      }),
    );
  });
}

/** Throws a Failure that shows the output and says what was being done, unless the exit code is 0. */
export function succeed(doing, { code, output }) {
  if (code !== 0) throw new Failure(`${output.trimEnd()}\n${doing} failed with exit code ${code}.`);
}
