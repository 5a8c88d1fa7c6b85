import { join } from "node:path";
import { BrowserWindow, nativeTheme, screen } from "electron";
import { origin } from "./origin.js";
import { readSettings, writeSettings } from "./settings.js";

/** The application's one window, where it was the last time. */
export function createWindow(): BrowserWindow {
  const { bounds, maximized } = readSettings();
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(bounds && isVisible(bounds) ? bounds : {}),
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: "Softmax Studio",
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#16181c" : "#ffffff",
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(import.meta.dirname, "../preload/index.cjs"),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () =>
    writeSettings({ bounds: window.getNormalBounds(), maximized: window.isMaximized() }),
  );
  void window.loadURL(`${origin}/`);
  return window;
}

/** Whether a place on the desktop is on a screen that is still there. */
function isVisible({ x, y }: { readonly x?: number; readonly y?: number }): boolean {
  if (x === undefined || y === undefined) return true;
  return screen
    .getAllDisplays()
    .some(
      ({ bounds }) =>
        x >= bounds.x && y >= bounds.y && x < bounds.x + bounds.width && y < bounds.y + bounds.height,
    );
}
