import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The installed Chromium, or undefined. */
export const chromiumPath: string | undefined = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** What is served under a path. */
export interface Served {
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export const script = (body: string): Served => ({ type: "text/javascript", body });

/** An empty page that loads a script. */
export const pageWith = (path: string, headers: Served["headers"] = {}): Served => ({
  type: "text/html",
  body: `<!doctype html><meta charset="utf-8"><script src="${path}"></script>`,
  headers,
});

/** Headers of a page whose threads may share memory. */
export const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Headless Chromium, and a server of this machine that has these files; `open` loads one as a page. */
export async function openPages(files: Readonly<Record<string, Served>>) {
  const server = createServer((request, response) => {
    const found = files[request.url ?? ""];
    response.writeHead(found ? 200 : 404, { ...found?.headers, "content-type": found?.type ?? "text/plain" });
    response.end(found?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
  });
  return {
    version: browser.version(),
    async open(path: string): Promise<Page> {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${port}${path}`);
      return page;
    },
    async close(): Promise<void> {
      await browser.close();
      server.close();
    },
  };
}
