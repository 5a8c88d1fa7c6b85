#!/usr/bin/env node
import { run } from "./program.js";

/** A reader that has seen enough (`softmax predict … | head`) is no failure. */
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });

process.exitCode = await run(process.argv.slice(2));
