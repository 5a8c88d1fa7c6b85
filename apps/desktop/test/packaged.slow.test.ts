import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDisplay } from "./display.js";
import { runtimeOrReason } from "./studio.js";

const desktop = fileURLToPath(new URL("..", import.meta.url));

const display = await openDisplay();
const runtime = await runtimeOrReason();
const reason =
  process.platform !== "linux"
    ? "packed on Linux alone"
    : (runtime.reason ?? (display?.colors ? "" : "no Xvfb: install the Debian packages named in .ci/run"));
if (reason !== "") display?.close();

const suite = reason === "" ? describe : describe.skip;
suite(`the packaged application ${reason && `(${reason})`}`, () => {
  let folder: string;
  let executable: string;
  let studio: ChildProcess | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "packaged-"));
    const builder = join(
      dirname(createRequire(import.meta.url).resolve("electron-builder/package.json")),
      "cli.js",
    );
    const output = `-c.directories.output=${join(folder, "release")}`;
    await promisify(execFile)(
      process.execPath,
      [builder, "--linux", "dir", "--publish", "never", "--config", "electron-builder.config.mjs", output],
      { cwd: desktop },
    );
    executable = join(folder, "release", "linux-unpacked", "softmax-studio");
  });
  afterAll(async () => {
    studio?.kill("SIGKILL");
    display?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it("has every fuse as it should be", async () => {
    const wire = await getCurrentFuseWire(executable);
    const states = Object.entries(FuseV1Options)
      .filter(([, index]) => typeof index === "number")
      .map(([name, index]) => [name, wire[index as FuseV1Options]]);
    expect(Object.fromEntries(states)).toMatchObject({
      RunAsNode: FuseState.DISABLE,
      EnableNodeOptionsEnvironmentVariable: FuseState.DISABLE,
      EnableNodeCliInspectArguments: FuseState.DISABLE,
      EnableEmbeddedAsarIntegrityValidation: FuseState.ENABLE,
      OnlyLoadAppFromAsar: FuseState.ENABLE,
      LoadBrowserProcessSpecificV8Snapshot: FuseState.DISABLE,
      GrantFileProtocolExtraPrivileges: FuseState.DISABLE,
    });
  });

  it("has its application in one archive, and nothing beside it", async () => {
    expect(await readdir(join(dirname(executable), "resources"))).toEqual(["app.asar"]);
  });

  it("starts, shows its window, and reads data in its own process", async () => {
    const colorsBefore = display!.colors!();
    studio = spawn(
      executable,
      [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--remote-debugging-port=0",
        `--user-data-dir=${join(folder, "settings")}`,
        `--project=${join(folder, "project")}`,
      ],
      { env: { ...process.env, DISPLAY: display!.name, ELECTRON_RUN_AS_NODE: "1" } },
    );
    const browser = await chromium.connectOverCDP(await debuggerOf(studio));
    const page = browser.contexts()[0].pages()[0] ?? (await browser.contexts()[0].waitForEvent("page"));
    page.setDefaultTimeout(15_000);
    expect(page.url()).toBe("app://studio/");
    await page.getByRole("button", { name: /penguins/ }).click();
    await page.getByText("3 classes", { exact: true }).waitFor();
    expect(colorsBefore).toBe(1);
    await expect.poll(() => display!.colors!()).toBeGreaterThan(100);
    await browser.close();
  });
});

/** Where Chromium says that its debugger listens. */
function debuggerOf(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let written = "";
    process.on("exit", (code) => reject(new Error(`it ended with ${code}: ${written}`)));
    process.stderr!.on("data", (text) => {
      written += text;
      const address = /DevTools listening on (\S+)/.exec(written);
      if (address) resolve(address[1]);
    });
  });
}
