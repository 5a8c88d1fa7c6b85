import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { useCli } from "./cli.js";

const { folder, main } = useCli();

/** Runs the command line in a terminal of 80 × 40, as `script` of util-linux makes one, and returns what it saw. */
function inTerminal(args: string, env: Record<string, string> = {}): string {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...inherited } = process.env;
  const command = `stty cols 80 rows 40; exec '${process.execPath}' '${main()}' ${args}`;
  return execFileSync("script", ["-qefc", command, "/dev/null"], {
    cwd: folder,
    encoding: "utf8",
    input: "",
    env: { ...inherited, TERM: "xterm-256color", ...env },
  });
}

function hasScript(): boolean {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
  } catch {
    return false;
  }
}

describe.skipIf(!hasScript())("in a terminal (needs `script` of util-linux)", () => {
  test("training draws a curve in color, gives the cursor back and ends with the summary", () => {
    const seen = inTerminal("train digits --scale 1/16 --l2 1e-3");
    expect(seen).toMatch(/[⠁-⣿]/);
    expect(seen).toContain("\u001b[36m");
    expect(seen.lastIndexOf("\u001b[?25h")).toBeGreaterThan(seen.lastIndexOf("\u001b[?25l"));
    expect(seen.indexOf("saved in")).toBeGreaterThan(seen.lastIndexOf("\u001b[?25h"));
  });

  test("NO_COLOR takes the colors away, not the curve", () => {
    const seen = inTerminal("train digits --scale 1/16 --l2 1e-3", { NO_COLOR: "1" });
    expect(seen).toMatch(/[⠁-⣿]/);
    expect(seen).not.toMatch(/\p{Cc}\[[\d;]+m/u);
  });

  test("a dumb terminal gets text alone", () => {
    expect(inTerminal("train iris", { TERM: "dumb" })).not.toContain("\u001b");
  });

  test("images of weights are in color", () => {
    expect(inTerminal("train digits --scale 1/16 --l2 1e-3 --quiet --out model")).toBe("model\r\n");
    expect(inTerminal("inspect model")).toMatch(/\p{Cc}\[38;5;\d+;48;5;\d+m▀/u);
  });

  test("tuning shows a bar meanwhile", () => {
    expect(inTerminal("tune iris --cv 2 --n-penalties 3")).toMatch(/━+.*fit \d of 6/);
  });
});
