import { describe, expect, it } from "vitest";
import { linesWrittenTogether } from "./metricsLog.js";

/** A file that keeps each write apart. */
function writes() {
  const texts: string[] = [];
  const write = async (text: string) => {
    await Promise.resolve();
    texts.push(text);
  };
  return { texts, write };
}

describe("lines written together", () => {
  it("are one write, and in order with those after", async () => {
    const { texts, write } = writes();
    const { add, flush } = linesWrittenTogether(write);
    for (const line of ["a\n", "b\n", "c\n"]) add(line);
    expect(texts).toEqual([]);
    await flush();
    add("d\n");
    await Promise.all([flush(), flush()]);
    expect(texts).toEqual(["a\nb\nc\n", "d\n"]);
  });

  it("are written without being asked for", async () => {
    const { texts, write } = writes();
    linesWrittenTogether(write).add("a\n");
    await expect.poll(() => texts).toEqual(["a\n"]);
  });

  it("fail the next call where they could not be written", async () => {
    const full = new Error("no space left on device");
    const { add, flush } = linesWrittenTogether(() => Promise.reject(full));
    add("a\n");
    await expect(flush()).rejects.toBe(full);
    expect(() => add("b\n")).toThrow(full);
  });
});
