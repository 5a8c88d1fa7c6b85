import { createHash } from "node:crypto";
import { realpath, rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "@softmax/datasets";

/**
 * Says that this process writes a run, until it is released or the process ends, however it ends: a local socket, named
 * by the run's folder, which the system closes with the process. A file in the folder could outlive it.
 *
 * @returns what releases it
 * @throws DataError where another process on this machine writes the run
 */
export async function claimRun(path: string): Promise<() => void> {
  const address = await addressOf(path);
  if (await answers(address)) throw new DataError(`${path}: another program is writing this run`);
  // What a killed process left of its socket: a file at which nobody answers.
  if (process.platform !== "win32") await rm(address, { force: true });
  const server = await listening(address);
  return () => server?.close();
}

/**
 * Whether a process on this machine writes the run now; false where it was interrupted, or has ended.
 *
 * @example
 * await isBeingWritten("runs/iris-1"); // false
 */
export async function isBeingWritten(path: string): Promise<boolean> {
  return answers(await addressOf(path));
}

/** Where the socket is: in the folder for temporary files, but on Windows, where pipes are no files. */
export async function addressOf(path: string): Promise<string> {
  const folder = await realpath(path).catch(() => path);
  const name = `softmax-run-${createHash("sha256").update(folder).digest("hex").slice(0, 24)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
}

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address);
    const end = (found: boolean) => () => {
      socket.destroy();
      resolve(found);
    };
    socket.once("connect", end(true)).once("error", end(false));
  });

/** Where no socket can be opened, the run goes on without: who writes it cannot be told then. */
const listening = (address: string): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once("error", () => resolve(undefined)).listen(address, () => resolve(server));
  });
