import { DataError } from "@softmax/datasets";
import { ConfigError } from "@softmax/trainer";
import { expect, test } from "vitest";
import { Failure, failureOf, withFlagNames } from "./failure.js";

test.each([
  [new ConfigError("epochs: belongs to adam"), 2, "--epochs: belongs to adam"],
  [new ConfigError("l2 and C both set the penalty"), 2, "--l2 and --C both set the penalty"],
  [
    new ConfigError("patience watches the validation loss; set validationSize (e.g. 0.1) as well"),
    2,
    "--patience watches the validation loss; set --validation-size (e.g. 0.1) as well",
  ],
  [new ConfigError("tune: no penalty has a finite loss"), 2, "tune: no penalty has a finite loss"],
  [new DataError("a.csv, line 3: 2 fields, expected 3"), 3, "a.csv, line 3: 2 fields, expected 3"],
  [new DataError("a.csv: leave testSize out"), 3, "a.csv: leave --test-size out"],
  [new DataError("/data/old-eEuqPm/a.csv: no file"), 3, "/data/old-eEuqPm/a.csv: no file"],
  [new DataError("/data/myData/a.csv: no file"), 3, "/data/myData/a.csv: no file"],
  [new DataError("myData/a.csv: no file"), 3, "myData/a.csv: no file"],
  [new DataError('a.csv: no column "testSize"'), 3, 'a.csv: no column "testSize"'],
  [
    Object.assign(new Error("decodeModel: no weights"), { name: "FormatError" }),
    3,
    "decodeModel: no weights",
  ],
  [new Failure(4, "not converged"), 4, "not converged"],
])("%s", (error, exitCode, message) => {
  expect(failureOf(error)).toMatchObject({ exitCode, message });
});

test("a file that cannot be used is a sentence with its path", () => {
  const error = Object.assign(new Error("EACCES: …"), {
    code: "EACCES",
    syscall: "open",
    path: "out/p.csv.123.tmp",
  });
  expect(failureOf(error)).toMatchObject({ exitCode: 3, message: "out/p.csv: permission denied" });
});

test("anything else is our own mistake, and says how to report it", () => {
  expect(failureOf(new TypeError("x is undefined"))).toMatchObject({ exitCode: 1 });
  expect(failureOf(new TypeError("x is undefined")).message).toMatch(
    /^x is undefined \(.*report.*--debug\)$/,
  );
  expect(failureOf("a string").exitCode).toBe(1);
});

test("only options change in a sentence", () => {
  expect(withFlagNames("raise maxSteps, or the tolerance; lbfgs and newton both do")).toBe(
    "raise --max-steps, or the tolerance; lbfgs and newton both do",
  );
  expect(withFlagNames("above the tolerance; raise epochs")).toBe("above the tolerance; raise --epochs");
  expect(withFlagNames("splitRows: 1 row cannot be divided")).toBe("splitRows: 1 row cannot be divided");
});
