import { join, resolve } from "node:path";
import { app, nativeTheme, session } from "electron";
import { wire } from "../shared/ipc/wire.js";
import type { MainEvents } from "../shared/ipc.js";
import { serveApp } from "./appProtocol.js";
import { askForData, askForProject, ChosenFiles } from "./chosenFiles.js";
import { setMenu } from "./menu.js";
import { answerRequests } from "./requests.js";
import { restrictSession } from "./restrictions.js";
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

  /** Makes a chosen path known to the session and returns the handle for the renderer. */
  const give = async (path: string) => {
    const file = files.add(path);
    await host.giveFile(file.handle, path);
    return file;
  };
  const chooseData = async (kind: "file" | "folder") => {
    const path = await askForData(window, kind);
    return path === undefined ? null : give(path);
  };
  const chooseProject = async () => {
    const path = await askForProject(window);
    if (path === undefined) return null;
    project = path;
    writeSettings({ project });
    await host.openProject(path);
    const file = files.add(path);
    tell("files.projectChanged", { name: file.name });
    return file;
  };

  answerRequests({
    drop: give,
    handlers: {
      "files.chooseData": ({ kind }) => chooseData(kind),
      "files.chooseProject": chooseProject,
      "window.setTheme": ({ theme }) => {
        nativeTheme.themeSource = theme;
        writeSettings({ theme });
      },
      "window.reportViolation": ({ directive, blocked }) =>
        console.error(`Content security policy: ${directive} stopped ${blocked}`),
    },
  });
  setMenu({
    openData: async (kind) => {
      const file = await chooseData(kind);
      if (file) tell("files.opened", file);
    },
    openProject: chooseProject,
    show: (view) => tell("window.show", { view }),
  });

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
