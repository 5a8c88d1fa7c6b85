import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../process.mjs";
import { electronRuntime } from "./index.mjs";

/** Starts the built Softmax Studio; further arguments are its own (`--project=<folder>`). */
const executable = await electronRuntime();
const sandbox = process.platform === "linux" && process.getuid() === 0 ? ["--no-sandbox"] : [];
const studio = spawn(executable, [join(root, "apps", "desktop"), ...sandbox, ...process.argv.slice(2)], {
  stdio: "inherit",
});
studio.on("close", (code) => {
  process.exitCode = code ?? 1;
});
