import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { root, run } from "../tools/process.mjs";

/** Within the workspace, so that vitest is found. */
const folder = await mkdtemp(join(root, "node_modules", ".unhandled-"));
const config = join(folder, "vitest.config.mjs");
await writeFile(config, 'export default { test: { include: ["*.test.ts"], exclude: [] } };\n');
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ["rejection", "void Promise.reject(new Error('nobody waits for it'));"],
  ["exception", "setTimeout(() => { throw new Error('nobody waits for it'); });"],
])("a test that leaves an unhandled %s fails the run, whatever it expects", async (_, statement) => {
  const file = join(folder, "leaves.test.ts");
  await writeFile(
    file,
    `import { it } from "vitest";\nit("passes", async () => {\n  ${statement}\n  await new Promise((resolve) => setTimeout(resolve, 50));\n});\n`,
  );
  const { code, output } = await run("vitest", ["run", "--root", folder, "--config", config]);
  expect(output).toContain("nobody waits for it");
  expect(code).not.toBe(0);
});
