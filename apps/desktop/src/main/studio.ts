import { join, resolve } from "node:path";
import { encodeCsv } from "@softmax/datasets";
import { app, nativeTheme, session } from "electron";
import { wire } from "../shared/ipc/wire.js";
import type { MainEvents } from "../shared/ipc.js";
import { serveApp } from "./appProtocol.js";
import { askForData, askForProject, ChosenFiles } from "./chosenFiles.js";
import { type MenuActions, setMenu } from "./menu.js";
import { recentPaths, rememberPath } from "./recent.js";
import { answerRequests } from "./requests.js";
import { restrictSession } from "./restrictions.js";
import { exportModel, trashRuns } from "./runFiles.js";
import { saveFile } from "./saveFile.js";
import { SessionHost } from "./sessionHost.js";
import { readSettings, writeSettings } from "./settings.js";
import { createWindow } from "./window.js";

/** Puts the window, the session's process and the files together. */
export function startStudio(): void {
  restrictSession(session.defaultSession);
  serveApp(join(import.meta.dirname, "../renderer"));
  nativeTheme.themeSource = readSettings().theme;

  const files = new ChosenFiles();
  let project = projectAtStart();
  const host = new SessionHost({ project: () => project, files: () => files.entries() }, (reason) =>
    tell("window.sessionLost", { reason }),
  );
  app.on("will-quit", () => host.end());

  /** Makes a path known to the session and returns the handle for the renderer. */
  const know = async (path: string) => {
    const file = files.add(path);
    await host.giveFile(file.handle, path);
    return file;
  };
  /** The same for a path that was chosen now. */
  const give = async (path: string) => {
    rememberPath("data", path);
    setMenu(menu);
    return know(path);
  };
  const openProject = async (path: string) => {
    project = path;
    writeSettings({ project });
    await host.openProject(path);
    rememberPath("project", path);
    setMenu(menu);
    const file = files.add(path);
    tell("files.projectChanged", { name: file.name });
    return file;
  };
  const menu: MenuActions = {
    command: (action) => tell("window.command", { action }),
    openRecent: async ({ kind, path }) => {
      if (kind === "project") await openProject(path);
      else tell("files.opened", await give(path));
    },
  };

  answerRequests({
    drop: give,
    handlers: {
      "files.chooseData": async ({ kind }) => {
        const path = await askForData(window, kind);
        return path === undefined ? null : give(path);
      },
      "files.recent": () =>
        Promise.all(
          recentPaths()
            .filter(({ kind }) => kind === "data")
            .map(({ path }) => know(path)),
        ),
      "files.chooseProject": async () => {
        const path = await askForProject(window);
        return path === undefined ? null : openProject(path);
      },
      "runs.trash": ({ runs }) => trashRuns(window, project, runs),
      "runs.exportModel": ({ run }) => exportModel(window, project, run),
      "export.save": ({ name, kind, content }) => saveFile(window, name, kind, content),
      "learn.done": () => readSettings().learned,
      "learn.keep": ({ done }) => writeSettings({ learned: done }),
      "export.saveTable": ({ name, columns }) => saveFile(window, name, "csv", encodeCsv(columns)),
      "window.setTheme": ({ theme }) => {
        nativeTheme.themeSource = theme;
        writeSettings({ theme });
      },
      "window.reportViolation": ({ directive, blocked }) =>
        console.error(`Content security policy: ${directive} stopped ${blocked}`),
    },
  });
  setMenu(menu);

  const window = createWindow();
  window.webContents.on("did-finish-load", () => host.connect(window.webContents));

  function tell<N extends keyof MainEvents>(name: N, payload: MainEvents[N]): void {
    window.webContents.send(wire.event, name, payload);
  }
}

/** The folder of `--project=…`, that of the last time, or one among the person's documents. */
function projectAtStart(): string {
  const given = app.commandLine.getSwitchValue("project");
  if (given) return resolve(given);
  return readSettings().project ?? join(app.getPath("documents"), "Softmax Studio");
}
