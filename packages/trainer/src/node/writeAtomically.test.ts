import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { namingPath, writeAtomically } from "./writeAtomically.js";

const root = mkdtempSync(join(tmpdir(), "softmax-atomic-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const folder = (name: string): string => {
  const path = join(root, name);
  mkdirSync(path);
  return path;
};

describe("writeAtomically", () => {
  it("writes text and bytes, and leaves nothing else behind", async () => {
    const path = join(folder("plain"), "file");
    await writeAtomically(path, "grüße");
    expect(readFileSync(path, "utf8")).toBe("grüße");
    await writeAtomically(path, Uint8Array.of(1, 2, 3));
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    expect(readdirSync(join(root, "plain"))).toEqual(["file"]);
  });

  it("leaves the old file and no other where the new one cannot take its place", async () => {
    const path = folder("occupied");
    mkdirSync(join(path, "file"));
    writeFileSync(join(path, "file", "inside"), "kept");
    await expect(writeAtomically(join(path, "file"), "new")).rejects.toThrow(/EISDIR|ENOTEMPTY|EPERM|EEXIST/);
    expect(readdirSync(path)).toEqual(["file"]);
    expect(readFileSync(join(path, "file", "inside"), "utf8")).toBe("kept");
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "leaves the old file where the folder is read-only (skipped for root, who may write everywhere)",
    async () => {
      const path = folder("read-only");
      writeFileSync(join(path, "file"), "old");
      chmodSync(path, 0o500);
      await expect(writeAtomically(join(path, "file"), "new")).rejects.toThrow(/EACCES/);
      chmodSync(path, 0o700);
      expect(readFileSync(join(path, "file"), "utf8")).toBe("old");
    },
  );

  it.skipIf(!existsSync("/dev/full"))("names the file that there is no space for", async () => {
    const file = await open("/dev/full", "w");
    const error = await file.writeFile("x").catch((thrown) => namingPath(thrown, "runs/iris-1/run.json"));
    await file.close();
    expect(error).toMatchObject({ code: "ENOSPC", path: "runs/iris-1/run.json" });
    expect((error as Error).message).toMatch(/^ENOSPC: .*, write 'runs\/iris-1\/run.json'$/);
  });

  it("says which folder is missing", async () => {
    await expect(writeAtomically(join(root, "nowhere", "file"), "x")).rejects.toThrow(/ENOENT.*nowhere/);
  });
});
