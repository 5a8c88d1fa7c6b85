import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, run } from "../tools/process.mjs";

/** One planted file: what it imports, and the rule of biome.json that must object (null: none may). */
interface Planted {
  readonly file: string;
  readonly imports: string;
  readonly rule: string | null;
}

const DIRECTION = "lint/style/noRestrictedImports";
const NODE = "lint/correctness/noNodejsModules";
const CYCLE = "lint/suspicious/noImportCycles";

const planted: Planted[] = [
  { file: "packages/tensor-core/src/a.ts", imports: "@softmax/losses", rule: DIRECTION },
  { file: "packages/tensor-core/src/a.test.ts", imports: "@softmax/trainer/model", rule: DIRECTION },
  { file: "packages/losses/src/a.ts", imports: "@softmax/optim", rule: DIRECTION },
  { file: "packages/losses/src/b.ts", imports: "@softmax/tensor-core", rule: null },
  { file: "packages/losses/src/c.ts", imports: "../../optim/src/index.js", rule: DIRECTION },
  { file: "packages/losses/src/d.test.ts", imports: "@softmax/optim", rule: DIRECTION },
  { file: "packages/optim/src/a.ts", imports: "@softmax/datasets/node", rule: DIRECTION },
  { file: "packages/optim/test/a.ts", imports: "@softmax/tensor-core/src/kernels.js", rule: DIRECTION },
  { file: "packages/datasets/src/a.ts", imports: "@softmax/trainer", rule: DIRECTION },
  { file: "packages/trainer/src/a.ts", imports: "@softmax/losses", rule: null },
  { file: "packages/trainer/src/b.ts", imports: "@softmax/losses/src/loss.js", rule: DIRECTION },
  { file: "packages/trainer/src/c.ts", imports: "@softmax/cli", rule: DIRECTION },
  { file: "packages/trainer/src/d.ts", imports: "../../../apps/cli/src/main.js", rule: DIRECTION },
  { file: "apps/cli/src/a.ts", imports: "@softmax/trainer/node", rule: null },
  { file: "apps/cli/src/b.ts", imports: "../../desktop/src/shared/ipc.js", rule: DIRECTION },
  { file: "apps/desktop/src/main/a.ts", imports: "@softmax/cli", rule: DIRECTION },
  { file: "packages/datasets/src/b.ts", imports: "node:fs", rule: NODE },
  { file: "packages/datasets/src/node.ts", imports: "node:fs", rule: null },
  { file: "packages/datasets/src/c.test.ts", imports: "node:fs", rule: null },
  { file: "apps/cli/src/c.ts", imports: "node:fs", rule: null },
  { file: "packages/optim/src/cycleA.ts", imports: "./cycleB.js", rule: CYCLE },
  { file: "packages/optim/src/cycleB.ts", imports: "./cycleA.js", rule: CYCLE },
];

const folder = mkdtempSync(join(tmpdir(), "softmax-imports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const objections = new Map<string, string[]>();

beforeAll(async () => {
  for (const name of ["biome.json", ".gitignore"]) copyFileSync(join(root, name), join(folder, name));
  for (const { file, imports } of planted) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `import { x } from "${imports}";\nexport const y = x;\n`);
  }
  const biome = join(root, "node_modules", ".bin", "biome");
  const { output } = await run(biome, ["lint", "--reporter=json"], { cwd: folder });
  const report = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1));
  for (const { category, location } of report.diagnostics)
    objections.set(location.path, [...(objections.get(location.path) ?? []), category]);
});

describe("imports flow one way", () => {
  test.each(planted)("$file importing $imports: $rule", ({ file, rule }) => {
    expect(objections.get(file) ?? []).toEqual(rule ? [rule] : []);
  });
});
