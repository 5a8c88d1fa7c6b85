import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Runs `<program> <arguments>` in a process group of its own, its output in `<folder>/log`, until the process that forked
 * us disconnects, and that is also when it is killed. Then the whole group is killed and the folder removed. Sends
 * "ended" where the program ends by itself.
 */
const [folder, program, ...args] = process.argv.slice(2);
const log = openSync(join(folder, "log"), "a");
const server = spawn(program, args, { cwd: folder, detached: true, stdio: ["ignore", log, log] });
const ended = new Promise((resolve) => server.on("error", resolve).on("exit", resolve));

const killAll = () => {
  try {
    process.kill(-server.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
};

ended.then(() => process.connected && process.send("ended"));
await new Promise((resolve) => process.on("disconnect", resolve));
if (server.pid !== undefined) killAll();
await ended;
await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
