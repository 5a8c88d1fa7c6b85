import { existsSync } from "node:fs";
import { app } from "electron";
import { type Recent, readSettings, writeSettings } from "./settings.js";

const most = 10;

/** What was opened last and is still there, the latest first. */
export const recentPaths = (): readonly Recent[] =>
  readSettings().recent.filter(({ path }) => existsSync(path));

export function rememberPath(kind: Recent["kind"], path: string): void {
  const others = readSettings().recent.filter((other) => other.path !== path);
  writeSettings({ recent: [{ kind, path }, ...others].slice(0, most) });
  app.addRecentDocument(path);
}

export function forgetRecent(): void {
  writeSettings({ recent: [] });
  app.clearRecentDocuments();
}
