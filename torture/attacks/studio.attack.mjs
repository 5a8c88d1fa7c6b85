/**
 * Softmax Studio's training process is killed at random moments while it trains, in a real Electron. Studio has to say so
 * and to go on with a new process; every run can be read, and gone on with by the command line it ends with the model, byte
 * for byte, of the run that nobody disturbed. The short form is `apps/desktop/test/kills.slow.test.ts`, in `npm test`.
 */
import { join } from "node:path";
import { root, run } from "../../tools/process.mjs";

export const title = "Killed Studio";
export const promise = 1;
export const short = 0;

/** Kills in a turn of the long form. */
const KILLS = 12;

export async function attack({ long }) {
  if (!long) return { skipped: "in the short form it is apps/desktop/test/kills.slow.test.ts" };
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--project", "slow", "apps/desktop/test/kills.slow.test.ts"];
  const { code, output } = await run(process.execPath, args, {
    env: { ...process.env, SOFTMAX_KILLS: String(KILLS) },
  });
  if (code === 0 && !/Tests +2 passed/.test(output)) return { skipped: "no Electron or display here" };
  return { counts: { kills: KILLS }, failures: code === 0 ? [] : [output.slice(-1500)] };
}
