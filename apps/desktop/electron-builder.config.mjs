import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { electronRuntime } from "../../tools/electron-runtime/index.mjs";

/**
 * Packages of Softmax Studio for the system that this runs on, around the Electron that `tools/electron-runtime` gives.
 *
 * @returns {Promise<import("electron-builder").Configuration>}
 */
export default async () => {
  const executable = await electronRuntime();
  return {
    appId: "org.softmax.studio",
    productName: "Softmax Studio",
    copyright: "Copyright © the Softmax authors",
    directories: { buildResources: "build", output: "release" },
    // Everything is bundled into dist: no node_modules come along.
    files: ["dist/**", "package.json"],
    asar: true,
    npmRebuild: false,
    electronDist: distOf(executable),
    electronVersion: versionOf(executable),
    electronFuses,
    afterPack: removeLoader,
    linux: {
      target: ["AppImage", "deb"],
      executableName: "softmax-studio",
      category: "Science",
      synopsis: "Train, understand and use softmax classifiers, without code",
      maintainer: "the Softmax authors",
    },
    mac: { target: ["dmg", "zip"], category: "public.app-category.developer-tools", hardenedRuntime: true },
    win: { target: ["nsis"] },
  };
};

/** Nothing but the application in its archive is run, and nobody turns the binary into a Node. */
const electronFuses = {
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/** On macOS the executable lies within `Electron.app`, whose folder is meant. */
const distOf = (executable) =>
  process.platform === "darwin" ? resolve(executable, "../../../..") : dirname(executable);

const versionOf = (executable) =>
  execFileSync(executable, ["-p", "process.versions.electron"], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    encoding: "utf8",
  }).trim();

/** The Electron of the npm registry starts folders with an application of ours, which a package has no use for. */
const removeLoader = ({ appOutDir }) =>
  rm(join(appOutDir, "resources", "app"), { recursive: true, force: true });
