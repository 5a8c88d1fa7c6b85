import { createInterface } from "node:readline";

/**
 * Makes this process a subject: one that waits for a line of JSON, `{call, args}`, does what `calls` has
 * under that name, and answers with one line, `{value}` or `{error}`. It loads its data once and is asked
 * for one measurement at a time, so that the subjects of a benchmark can take turns on the same machine.
 */
export async function serve(calls) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { call, args } = JSON.parse(line);
    const answer = await Promise.resolve()
      .then(() => calls[call](args))
      .then(
        (value) => ({ value: value ?? null }),
        (error) => ({ error: String(error.stack ?? error) }),
      );
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
