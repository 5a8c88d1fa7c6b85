#!/usr/bin/env node
import { run } from "./program.js";

/** A reader that has seen enough (`softmax predict … | head`) is no failure; a disk that is full is. */
for (const name of ["stdout", "stderr"] as const)
  process[name].on("error", async (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    const { failureOf } = await import("./failure.js");
    const { exitCode, message } = failureOf(Object.assign(error, { path: name }));
    process.stderr.write(`softmax: ${message}\n`, () => process.exit(exitCode));
  });

process.exitCode = await run(process.argv.slice(2));
