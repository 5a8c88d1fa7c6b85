import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { app } from "electron";

/**
 * What `electron <folder>` does in Electron's own distribution: the first argument that is no switch is the folder of the
 * application to run. Electron holds `ready` back until this module, and so the application's, has been loaded.
 */
const given = process.argv.slice(1).find((argument) => !argument.startsWith("-"));
if (given === undefined)
  throw new Error("electron: no application given; expected a folder with a package.json");
const folder = resolve(given);
const { name, productName, version, main } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
app.setName(productName ?? name);
app.setVersion(version);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, main)).href);
