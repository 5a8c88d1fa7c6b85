import { homedir } from "node:os";
import { join } from "node:path";

/** `softmax` below the folder where this user's programs keep what they can fetch again. */
export function cacheFolder() {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === "win32" && LOCALAPPDATA) return join(LOCALAPPDATA, "softmax", "cache");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "softmax");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "softmax");
}
