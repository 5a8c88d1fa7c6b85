import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDataset } from "@softmax/datasets";
import { afterAll, expect, it } from "vitest";
import { train } from "../train.js";
import { addressOf, claimRun, isBeingWritten } from "./runClaim.js";
import { createRun, recordRun } from "./runFolder.js";

const root = mkdtempSync(join(tmpdir(), "softmax-claims-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const freshPath = () => mkdtempSync(join(root, "run-"));

it("holds while it is claimed, by whatever name the folder is called", async () => {
  const path = freshPath();
  expect(await isBeingWritten(path)).toBe(false);
  const release = await claimRun(path);
  symlinkSync(path, join(root, "link"));
  expect(await isBeingWritten(path)).toBe(true);
  expect(await isBeingWritten(join(root, "link"))).toBe(true);
  expect(await isBeingWritten(root)).toBe(false);
  await expect(claimRun(path)).rejects.toThrow(`${path}: another program is writing this run`);
  release();
  await expect.poll(() => isBeingWritten(path)).toBe(false);
  (await claimRun(path))();
});

it("ends with the process that has it, even where that is killed", async () => {
  const path = freshPath();
  const listen = `require("node:net").createServer().listen(${JSON.stringify(await addressOf(path))})`;
  const writer = spawn(process.execPath, ["-e", listen]);
  await expect.poll(() => isBeingWritten(path), { timeout: 10_000 }).toBe(true);
  writer.kill("SIGKILL");
  await expect.poll(() => isBeingWritten(path)).toBe(false);
  (await claimRun(path))();
});

it("belongs to a run from its first event to its last, and keeps others from writing it too", async () => {
  const [path, iris] = [freshPath(), await loadDataset("iris")];
  const begin = async () =>
    recordRun(await createRun(path, { data: "iris" }, {}), train(iris, { maxSteps: 2 }));
  const [first, second] = [await begin(), await begin()];
  await first.next();
  expect(await isBeingWritten(path)).toBe(true);
  await expect(second.next()).rejects.toThrow("another program is writing this run");
  for await (const _ of first);
  await expect.poll(() => isBeingWritten(path)).toBe(false);
});
