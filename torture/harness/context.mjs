import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What an attack is given. It goes on while `goOn(done)` says so, `done` being how much of the number in its `short` it has
 * done: all of that in the short form, as much as there is time for in the long one.
 *
 * @param {{seed: number, long: boolean, seconds: number, short: number, input?: number}} plan
 */
export async function openContext({ seed, long, seconds, short, input }) {
  const scratch = await mkdtemp(join(tmpdir(), "softmax-torture-"));
  const end = performance.now() + 1000 * seconds;
  return {
    seed,
    long,
    seconds,
    /** The one input to try again, if it was asked for. */
    input,
    /** A folder of its own, removed behind it. */
    scratch,
    goOn: (done) => (long ? performance.now() < end : done < short),
    close: () => rm(scratch, { recursive: true, force: true, maxRetries: 5 }),
  };
}
