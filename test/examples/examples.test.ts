import { describe, expect, test } from "vitest";
import { compileExample } from "./compile.js";
import { examplesOfMarkdown, examplesOfSource } from "./extract.js";
import { show } from "./shown.js";

describe("a comment shows a value", () => {
  test.each([
    [Math.LN2, "0.693"],
    [Math.LN2, "0.6931471805599453, ln 2"],
    [3.04e-9, "3.0e-9"],
    [2, "2"],
    ["setosa", '"setosa"'],
    [Float64Array.of(0.09003, 0.24473, 0.66524), "[0.09, 0.245, 0.6652]"],
    [Float64Array.of(1, 2), "Float64Array [1, 2]"],
    [
      { targets: Int32Array.of(1, 0), classes: ["bird", "cat"] },
      '{ targets: [1, 0], classes: ["bird", "cat"] }',
    ],
    [[1, 2, 3, 4, 5], "[1, 2, …, 5]"],
    [{ a: 1, b: [2, 3] }, "{ a: 1, … }"],
    [-Infinity, "-Infinity"],
    [{ toString: () => "Tensor [2, 3]" }, "Tensor [2, 3]"],
  ])("%o as %s", (value, comment) => {
    expect(() => show(value, comment, "here")).not.toThrow();
  });

  test.each([
    [0.6941, "0.693"],
    [2.4, "2"],
    [3.1e-9, "3.0e-9"],
    [Float64Array.of(1, 2), "[1, 2, 3]"],
    [Float64Array.of(1, 2, 3), "[1, 2]"],
    ["setosa", '"virginica"'],
    [1, "1 2"],
    [[1, 2, 3, 4, 5], "[1, 2, …, 4]"],
  ])("%o not as %s", (value, comment) => {
    expect(() => show(value, comment, "here")).toThrow(/^here: the comment says/);
  });
});

describe("examples are found", () => {
  test("in doc comments, with and without fences, up to the next tag", () => {
    const source = [
      "/**",
      " * Doubles.",
      " * @example",
      " * double(2); // 4",
      " * @throws never",
      " * @example",
      " * ```ts",
      " * double(3);",
      " * ```",
      " */",
      "export const double = (x: number) => 2 * x;",
    ].join("\n");
    expect(examplesOfSource("a.ts", source)).toEqual([
      { file: "a.ts", line: 3, code: "double(2); // 4" },
      { file: "a.ts", line: 6, code: "double(3);" },
    ]);
  });

  test("in Markdown", () => {
    const page = "# A\n\n```js\nf();\n```\n\n```sh\nnpm start\n```\n";
    expect(examplesOfMarkdown("a.md", page)).toEqual([{ file: "a.md", line: 3, code: "f();\n" }]);
  });
});

describe("an example becomes a module", () => {
  const compiled = (code: string) =>
    compileExample({ file: "a.ts", line: 7, code }, (name) =>
      name === "softmax" ? "/softmax.ts" : undefined,
    );

  test("that imports the names it does not declare", () => {
    expect(compiled("softmax(z);")).toContain('import { softmax } from "/softmax.ts";');
    expect(compiled("const softmax = 1;")).not.toContain("/softmax.ts");
  });

  test("whose comments after expressions, logs and arrows are checked, and remarks are not", () => {
    expect(compiled("f(1); // [2]")).toContain('show((f(1)), "[2]", "a.ts:8");');
    expect(compiled("f(1);\n// { a: 1,\n//   b: 2 }")).toContain('show((f(1)), "{ a: 1, b: 2 }", "a.ts:8");');
    expect(compiled('console.log("a", f(1)); // → a 2')).toContain(
      'show(logged("a", f(1)), "a 2", "a.ts:8");',
    );
    expect(compiled("const x = f(1); // → 2")).toContain('show(x, "2", "a.ts:8");');
    expect(compiled("f(1); // the first of them")).not.toContain("show(");
  });
});
