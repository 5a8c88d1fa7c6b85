import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ElectronApplication, _electron as electron, errors, type Page } from "playwright-core";
import { electronRuntime } from "../../../tools/electron-runtime/index.mjs";
import { Unreachable } from "../../../tools/process.mjs";
import { openDisplay } from "./display.js";

const application = fileURLToPath(new URL("..", import.meta.url));

/** The built Studio, running in a real Electron. */
export interface Studio {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What main and the session wrote to stderr so far. */
  readonly errors: () => string;
  /** What the file dialog answers from now on: Playwright cannot click in the system's dialogs. */
  chooseInDialog(path: string): Promise<void>;
  /** Lets go of files over the middle of the window, as the system does. */
  drop(...files: string[]): Promise<void>;
  /** Where the save dialog says from now on. */
  saveInDialog(path: string): Promise<void>;
  /** Clicks the item of the application's menu that is under these labels: `"&File", "Export Model…"`. */
  chooseInMenu(...labels: string[]): Promise<void>;
  /** The number under this name in the Train view. */
  figure(name: string): Promise<string | null>;
  /** Kills the training process as a crash would. */
  killSession(): Promise<void>;
  /** Ends the application as a power cut would. */
  kill(): Promise<void>;
  quit(): Promise<void>;
}

/** A place for Studios of one test: a display, a project folder and settings that outlive a restart. */
export interface Bench {
  /** A folder of its own, removed at the end. */
  readonly folder: string;
  /** The folder of runs, in it. */
  readonly project: string;
  /** Where the system's trash puts what is moved to it. */
  readonly trash: string;
  launch(...args: string[]): Promise<Studio>;
  close(): Promise<void>;
}

type RuntimeOrReason =
  | { readonly executable: string; readonly reason?: undefined }
  | { readonly executable?: undefined; readonly reason: string };

/** An Electron; or why there is none: no registry that could be reached. What else goes wrong is an error. */
export async function runtimeOrReason(): Promise<RuntimeOrReason> {
  try {
    return { executable: await electronRuntime() };
  } catch (error) {
    if (error instanceof Unreachable) return { reason: error.message.split("\n").at(-1)! };
    throw error;
  }
}

/** Opens a bench, or says in a sentence why there can be none on this machine. */
export async function openBench(): Promise<Bench | string> {
  const display = await openDisplay();
  if (!display) return "no Xvfb and no display: install the Debian packages named in .ci/run";
  const { executable, reason } = await runtimeOrReason();
  if (executable === undefined) {
    display.close();
    return reason;
  }
  const folder = await mkdtemp(join(tmpdir(), "studio-"));
  const project = join(folder, "project");
  const trash = join(folder, "data", "Trash", "files");
  const launched: Studio[] = [];
  return {
    folder,
    project,
    trash,
    async launch(...args) {
      const env = { DISPLAY: display.name, XDG_DATA_HOME: join(folder, "data") };
      const studio = await launch(executable, env, [
        `--user-data-dir=${join(folder, "settings")}`,
        `--project=${project}`,
        ...args,
      ]);
      launched.push(studio);
      return studio;
    },
    async close() {
      for (const studio of launched) await studio.quit();
      display.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * An Electron that Playwright has got hold of. It takes a second; on a busy machine Playwright now and then waits for ever
 * for a line that Chromium has written already, so that one start that says nothing for long is given up for another.
 */
async function started(options: Parameters<typeof electron.launch>[0]): Promise<ElectronApplication> {
  try {
    return await electron.launch(options);
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    return electron.launch(options);
  }
}

async function launch(executablePath: string, env: Record<string, string>, args: string[]): Promise<Studio> {
  const app = await started({
    executablePath,
    timeout: 20_000,
    colorScheme: null,
    args: [application, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...args],
    env: { ...process.env, ...env } as Record<string, string>,
  });
  let written = "";
  app.process().stderr?.on("data", (text) => {
    written += text;
  });
  let running = true;
  const closed = new Promise<void>((resolve) =>
    app.on("close", () => {
      running = false;
      resolve();
    }),
  );
  const page = await app.firstWindow();
  await page.waitForLoadState();
  page.setDefaultTimeout(15_000);
  return {
    app,
    page,
    errors: () => written,
    chooseInDialog: (path) =>
      app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, path),
    drop: async (...files) => {
      const devtools = await page.context().newCDPSession(page);
      const data = { items: [], files, dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"] as const)
        await devtools.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
      await devtools.detach();
    },
    saveInDialog: (path) =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath });
      }, path),
    chooseInMenu: (...labels) =>
      app.evaluate(({ Menu }, path) => {
        let items = Menu.getApplicationMenu()!.items;
        for (const label of path.slice(0, -1))
          items = items.find((each) => each.label === label)!.submenu!.items;
        items.find((each) => each.label === path.at(-1))!.click();
      }, labels),
    figure: (name) =>
      page
        .locator("dl > div", { has: page.getByText(name, { exact: true }) })
        .locator("dd")
        .textContent(),
    killSession: async () => {
      process.kill(await sessionPid(app));
    },
    kill: async () => {
      app.process().kill("SIGKILL");
      await closed;
    },
    quit: async () => (running ? app.close() : undefined),
  };
}

const sessionPid = (app: ElectronApplication) =>
  app.evaluate(
    ({ app: { getAppMetrics } }) =>
      getAppMetrics().find(({ name }) => name === "Softmax Studio session")!.pid,
  );
