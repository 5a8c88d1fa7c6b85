import { stripVTControlCharacters } from "node:util";
import { loadDataset } from "@softmax/datasets";
import { type RunOptions, type TrainEvent, train } from "@softmax/trainer";
import { afterEach, describe, expect, test, vi } from "vitest";
import { announce } from "./announce.js";
import { progress } from "./progress.js";

/** A stream that remembers what was written to it. */
function stream(columns: number, { isTTY = true, rows = 40, colors = false } = {}) {
  let written = "";
  return {
    isTTY,
    columns,
    rows,
    hasColors: () => colors,
    write: (text: string) => {
      written += text;
      return true;
    },
    written: () => written,
  };
}

type Stream = ReturnType<typeof stream>;

/** The lines of the last frame that a live display drew. */
function lastFrame(out: Stream): string[] {
  const frame = out.written().split("\u001b[?2026h").at(-1)!.split("\u001b[?2026l")[0];
  return stripVTControlCharacters(frame).replace("\r", "").split("\n").slice(0, -1);
}

async function follow(out: Stream, options: RunOptions, each: (event: TrainEvent) => void = () => {}) {
  const shown = progress(out as never, "digits");
  for await (const event of train(await loadDataset("digits"), { scale: 1 / 16, ...options })) {
    shown.show(event);
    each(event);
  }
  shown.close();
}

afterEach(() => vi.unstubAllEnvs());

describe("on a terminal", () => {
  test("ends with the curve from ln C down, its axes, and no progress line", async () => {
    const out = stream(80);
    await follow(out, { l2: 1e-3 });
    expect(out.written()).toContain("digits: 1,797 rows × 64 features, 10 classes; lbfgs\n");
    const frame = lastFrame(out);
    expect(frame[0]).toBe("  objective");
    expect(frame[1]).toMatch(/^ *2\.30 ┤[⠁-⣿]/);
    expect(frame.at(-2)).toMatch(/^ +0 +step \d+$/);
    for (const line of frame) expect(line.length).toBeLessThan(80);
  });

  test("shows steps, objective, gradient, time and speed meanwhile", async () => {
    const out = stream(100);
    let seen = "";
    await follow(out, { solver: "lbfgs", l2: 1e-3 }, (event) => {
      if (event.type === "step" && seen === "") seen = lastFrame(out).join("\n");
    });
    expect(seen).toMatch(/step 1 · objective 0\.\d{5} · gradient 0\.\d+ · \S+ m?s · \S+ steps\/s$/);
  });

  test("draws the validation loss beside the objective", async () => {
    const out = stream(80, { colors: true });
    await follow(out, { solver: "adam", epochs: 4, validationSize: 0.2 });
    expect(out.written()).toContain("validation log loss");
  });

  test("has neither curve nor bar where there is no room, and never writes a line that wraps", async () => {
    for (const columns of [1, 10, 39]) {
      const out = stream(columns);
      await follow(out, { l2: 1e-3 });
      expect(out.written()).not.toMatch(/[⠁-⣿]/);
      for (const line of lastFrame(out)) expect(line.length).toBeLessThan(columns);
    }
    const low = stream(80, { rows: 10 });
    await follow(low, { l2: 1e-3 });
    expect(low.written()).not.toMatch(/[⠁-⣿]/);
  });

  test("has no colors where the terminal shows none", async () => {
    const out = stream(80);
    await follow(out, { l2: 1e-3 });
    expect(out.written()).not.toMatch(/\p{Cc}\[[\d;]*m/u);
  });
});

describe("anywhere else", () => {
  test.each([
    ["a file", { isTTY: false }, "xterm"],
    ["a dumb terminal", { isTTY: true }, "dumb"],
  ])("%s gets a few plain lines", async (_, options, term) => {
    vi.stubEnv("TERM", term);
    const out = stream(80, options);
    await follow(out, { solver: "adam", epochs: 30 });
    const lines = out.written().trimEnd().split("\n");
    expect(lines[0]).toBe("digits: 1,797 rows × 64 features, 10 classes; adam");
    expect(lines.at(-1)).toMatch(/^stopped after 450 steps.*raise --epochs/);
    expect(lines.length).toBeLessThan(8);
    expect(out.written()).not.toContain("\u001b");
  });
});

describe("announce", () => {
  test("says on a terminal what is being done, until it is done", async () => {
    const out = stream(80);
    expect(await announce(out as never, "reading x", async () => lastFrame(out)[0])).toBe("reading x …");
    expect(lastFrame(out)).not.toContain("reading x …");
  });

  test("is silent elsewhere, and passes errors on", async () => {
    const out = stream(80, { isTTY: false });
    await expect(
      announce(out as never, "reading x", async () => Promise.reject(new Error("no"))),
    ).rejects.toThrow("no");
    expect(out.written()).toBe("");
  });
});
