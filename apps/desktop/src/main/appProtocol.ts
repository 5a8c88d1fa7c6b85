import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { protocol } from "electron";
import { headers } from "./headers.js";
import { isOwn } from "./origin.js";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** To be called before the application is ready. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges }]);
}

/** Serves `app://studio/…` from `folder`, and nothing outside of it. */
export function serveApp(folder: string): void {
  protocol.handle("app", async ({ method, url }) => {
    if (method !== "GET" || !isOwn(url)) return refusal(403);
    const path = await pathWithin(folder, url);
    const type = types[extname(path ?? "")];
    if (!path || !type) return refusal(404);
    return new Response(await readFile(path), { headers: { ...headers, "Content-Type": type } });
  });
}

const refusal = (status: number) => new Response(null, { status, headers });

/** The file that a URL means; undefined where there is none, or it lies outside of the folder, links followed. */
async function pathWithin(folder: string, url: string): Promise<string | undefined> {
  const { pathname } = new URL(url);
  try {
    const base = await realpath(folder);
    const path = await realpath(join(base, decodeURIComponent(pathname === "/" ? "/index.html" : pathname)));
    return path.startsWith(base + sep) ? path : undefined;
  } catch {
    return undefined;
  }
}
