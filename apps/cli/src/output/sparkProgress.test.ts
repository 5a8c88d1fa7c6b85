import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sparkProgress } from "./sparkProgress.js";

function stream(columns: number, isTTY = true) {
  let written = "";
  return {
    isTTY,
    columns,
    hasColors: () => false,
    write: (text: string) => {
      written += text;
      return true;
    },
    written: () => written,
    /** The lines of the last frame. */
    frame: () =>
      stripVTControlCharacters(written.split("\u001b[?2026h").at(-1)!.split("\u001b[?2026l")[0])
        .replace("\r", "")
        .split("\n")
        .slice(0, -1),
  };
}

const fitting = { step: "fitting", tasks: 1300, completedTasks: 1298, runningTasks: 2, bytesRead: 84e6 };

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

test("on a terminal one line is kept true, and its clock goes on between what Spark reports", () => {
  const out = stream(100);
  const shown = sparkProgress(out as never);
  expect(out.frame()).toEqual([expect.stringMatching(/^Spark: connecting · \d+ ms$/)]);
  shown.show(fitting);
  vi.advanceTimersByTime(5200);
  expect(out.frame()).toEqual(["Spark: fitting · 1,298 of 1,300 tasks, 2 running · 84.0 MB read · 5.2 s"]);
  shown.note("stopping the job in Spark");
  expect(out.frame()[1]).toBe("stopping the job in Spark");
  shown.close();
  expect(out.frame()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test("in a narrow terminal the less important facts are left out", () => {
  const out = stream(50);
  const shown = sparkProgress(out as never);
  shown.show(fitting);
  vi.advanceTimersByTime(200);
  expect(out.frame()).toEqual(["Spark: fitting · 200 ms"]);
  shown.close();
});

test("anywhere else there is a line for each thing that is done, and none where it is to be quiet", () => {
  const out = stream(80, false);
  const shown = sparkProgress(out as never);
  for (const step of ["fitting", "fitting", "the certificate"]) shown.show({ ...fitting, step });
  shown.close();
  expect(out.written()).toBe("Spark: fitting\nSpark: the certificate\n");
  const quiet = stream(80);
  sparkProgress(quiet as never, true).show(fitting);
  expect(quiet.written()).toBe("");
});
