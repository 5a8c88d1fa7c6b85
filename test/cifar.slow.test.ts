import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root, run, succeed } from "../tools/process.mjs";

const tool = join(root, "..", "shared", "tools", "cifar10-to-binary.py");
const python = await pythonWithPillow();
const folder = mkdtempSync(join(tmpdir(), "softmax-cifar-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(!existsSync(tool) || !python)(
  "CIFAR-10 in the binary layout, as other software writes it, reaches 39 % (needs ../shared and Python with Pillow)",
  async () => {
    succeed("cifar10-to-binary.py", await run(python!, [tool, join(folder, "cifar")]));
    const cli = join(root, "apps", "cli", "dist", "main.js");
    const options = ["--scale", "1/255", "--l2", "1e-2", "--tolerance", "2e-3", "--json", "--quiet"];
    const result = await run(process.execPath, [cli, "train", "cifar", ...options], { cwd: folder });
    succeed("softmax train", result);
    const { train, test: held, classes } = JSON.parse(result.stdout);
    expect([train.n, held.n]).toEqual([50_000, 10_000]);
    expect(classes).toContain("airplane");
    expect(held.accuracy).toBeGreaterThanOrEqual(0.39);
  },
);

async function pythonWithPillow(): Promise<string | undefined> {
  for (const candidate of ["python3", "/usr/bin/python3"]) {
    const found = await run(candidate, ["-c", "import PIL"]).catch(() => ({ code: 1 }));
    if (found.code === 0) return candidate;
  }
  return undefined;
}
