import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { onSpark } from "./onSpark.js";

async function executorsOf(ui: string): Promise<string[]> {
  const list = async (path: string) =>
    (await (await fetch(`${ui}/api/v1/applications${path}`)).json()) as { id: string }[];
  const [{ id }] = await list("");
  return (await list(`/${id}/executors`)).map((executor) => executor.id).sort();
}

test(
  "the tests' Spark is a small cluster: a driver and two executors",
  onSpark(async ({ ui }) => {
    await expect.poll(() => executorsOf(ui), { timeout: 60_000 }).toEqual(["0", "1", "driver"]);
  }),
);

test(
  "a server whose starter is killed ends and leaves nothing behind",
  onSpark(async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("softmax-spark-"));
    const before = folders();
    const starter = fork(new URL("./starter.mjs", import.meta.url));
    const [{ ui }] = await once(starter, "message");
    const [folder] = folders().filter((name) => !before.includes(name));
    expect(await executorsOf(ui)).toEqual(["driver"]);
    starter.kill("SIGKILL");
    await expect.poll(folders, { timeout: 30_000 }).not.toContain(folder);
    await expect(fetch(ui)).rejects.toThrow();
  }),
);
