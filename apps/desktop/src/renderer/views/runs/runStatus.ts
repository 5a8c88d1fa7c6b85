import type { RunRow } from "../../../shared/ipc/runs.js";

/** How a run stands, in a word, and what the word means. */
export function runStatus(
  { result, writing }: Pick<RunRow, "result" | "writing">,
  training: boolean,
): readonly [string, string] {
  if (training) return ["training", "It goes on in this window."];
  if (writing) return ["running", "Another program is training it; what it has reached is shown here."];
  if (!result)
    return ["interrupted", "It has not ended: resume it, and it goes on from its last checkpoint."];
  if (result.status === "aborted") return ["stopped", "You ended it early; the best so far is kept."];
  return [result.status, meanings[result.status] ?? result.message];
}

const meanings: Readonly<Record<string, string>> = {
  converged: "The gradient is as small as was asked: the optimum is reached.",
  "max-steps": "It took all the steps that it was given.",
  diverged: "The numbers grew beyond bounds; there is no model.",
};

/** Whether a run can be gone on with. */
export const canResume = ({ result, writing }: Pick<RunRow, "result" | "writing">): boolean =>
  result ? result.status === "aborted" : !writing;
