import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {} from "../src/renderer/client.js";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`what the window may not do ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await open.launch("--use-fake-device-for-media-stream");
  });
  afterAll(() => open.close());

  const status = (url: string, init?: RequestInit) =>
    studio.page.evaluate(
      async ([at, how]) =>
        fetch(at, how).then(
          (response) => response.status,
          () => "failed",
        ),
      [url, init] as const,
    );

  it("has no Node and a world of its own, and sandboxes its page", async () => {
    const found = await studio.page.evaluate(() =>
      ["require", "process", "module", "Buffer", "ipcRenderer"].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
    const preferences = await studio.app.evaluate(({ BrowserWindow }) =>
      // biome-ignore lint/suspicious/noExplicitAny: in Electron, but not among its types
      (BrowserWindow.getAllWindows()[0].webContents as any).getLastWebPreferences(),
    );
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
  });

  it("is isolated from other origins, so that memory can be shared with workers", async () => {
    const shared = await studio.page.evaluate(
      () =>
        crossOriginIsolated &&
        new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }).buffer instanceof SharedArrayBuffer,
    );
    expect(shared).toBe(true);
  });

  it("serves its own files under app:// and nothing beside them", async () => {
    expect(await status("app://studio/index.html")).toBe(200);
    for (const path of [
      "../main/index.js",
      "..%2fmain%2findex.js",
      "%2e%2e/main/session.js",
      "..%5cmain%5cindex.js",
    ])
      expect(`${path} ${await status(`app://studio/${path}`)}`).toBe(`${path} 404`);
    expect(await status("app://studio//etc/passwd")).toBe(404);
    expect(await status("app://studio/%00")).toBe(404);
    expect(await status("app://studio/index.html", { method: "POST" })).toBe(403);
  });

  it("reaches neither other hosts, nor files, nor the network", async () => {
    for (const url of [
      "app://elsewhere/index.html",
      "file:///etc/passwd",
      "http://127.0.0.1/",
      "https://example.com/",
    ])
      expect(`${url} ${await status(url)}`).toBe(`${url} failed`);
  });

  it("sends a content security policy that lets only its own scripts run, and reports what it stopped", async () => {
    const policy = await studio.page.evaluate(async () =>
      (await fetch("/")).headers.get("Content-Security-Policy"),
    );
    expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
    const ran = await studio.page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.head.append(script);
      const image = new Image();
      image.src = "https://example.com/pixel.png";
      await new Promise((resolve) => {
        image.onerror = resolve;
      });
      return "ran" in globalThis;
    });
    expect(ran).toBe(false);
    await expect.poll(studio.errors).toContain("Content security policy: script-src-elem stopped inline");
    await expect
      .poll(studio.errors)
      .toContain("Content security policy: img-src stopped https://example.com");
  });

  it("is denied every permission, though there is a camera", async () => {
    const answers = await studio.page.evaluate(async () => {
      const states = await Promise.all(
        ["geolocation", "notifications", "camera", "microphone", "midi", "clipboard-read"].map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      );
      const devices = await navigator.mediaDevices.enumerateDevices();
      const camera = await navigator.mediaDevices.getUserMedia({ video: true }).catch(({ name }) => name);
      return {
        states: [...new Set(states)],
        kinds: devices.map(({ kind }) => kind),
        camera,
        notification: await Notification.requestPermission(),
      };
    });
    expect(answers.states).toEqual(["denied"]);
    expect(answers.notification).toBe("denied");
    expect(answers.kinds).toContain("videoinput");
    expect(answers.camera).toBe("NotAllowedError");
    await expect.poll(studio.errors).toContain("Permission: media was refused");
  });

  it("stays where it is, opens no window and embeds nothing", async () => {
    const { page, app } = studio;
    for (const url of ["https://example.com/", "file:///etc/passwd", "app://elsewhere/"]) {
      await page.evaluate((to) => {
        location.href = to;
      }, url);
      await page.waitForTimeout(50);
      expect(page.url()).toBe("app://studio/");
    }
    expect(await page.evaluate(() => window.open("https://example.com/"))).toBeNull();
    await page.evaluate(() => {
      for (const tag of ["iframe", "webview"]) {
        const element = document.createElement(tag);
        element.setAttribute("src", "https://example.com/");
        document.body.append(element);
      }
    });
    await expect
      .poll(studio.errors)
      .toContain("Content security policy: frame-src stopped https://example.com");
    const counts = await app.evaluate(({ BrowserWindow, webContents }) => [
      BrowserWindow.getAllWindows().length,
      webContents.getAllWebContents().length,
    ]);
    expect(counts).toEqual([1, 1]);
  });

  it("refuses a sender that is not its own page", async () => {
    const replies = await studio.app.evaluate(async ({ BrowserWindow, app }) => {
      const preload = `${app.getAppPath()}/dist/preload/index.cjs`;
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await other.loadURL("data:text/html,elsewhere");
      const asked = other.webContents.executeJavaScript(
        'Promise.all([studio.request("window.setTheme", { theme: "dark" }), studio.drop(new File([], "a"))])',
      );
      return asked.finally(() => other.destroy());
    });
    expect(replies).toEqual([{ ok: false, message: "refused: this sender may not ask" }, null]);
  });

  it("lets a run's name lead nowhere else, and no name out of the save dialog's folder", async () => {
    const ask = (name: string, params: unknown) =>
      studio.page.evaluate(([channel, value]) => window.studio.request(channel, value), [
        name,
        params,
      ] as const);
    for (const run of ["..", ".", "../settings", "/etc", "a\\b", "a\0b", ""]) {
      expect(await ask("runs.trash", { runs: [run] })).toMatchObject({ ok: false });
      expect(await ask("runs.exportModel", { run })).toMatchObject({ ok: false });
    }
    expect(await ask("runs.trash", { runs: ["nothing"] })).toEqual({
      ok: false,
      message: "nothing is no run of this project.",
    });
    expect(await ask("export.save", { name: "../a", kind: "csv", content: "" })).toMatchObject({ ok: false });
    expect(await ask("export.save", { name: "a", kind: "sh", content: "" })).toMatchObject({ ok: false });
  });

  it("parses every argument", async () => {
    const ask = (name: string, params?: unknown) =>
      studio.page.evaluate(([channel, value]) => window.studio.request(channel, value), [
        name,
        params,
      ] as const);
    expect(await ask("constructor")).toEqual({
      ok: false,
      message: '"constructor" is no channel of this process',
    });
    expect(await ask("window.setTheme", { theme: "pink" })).toMatchObject({ ok: false });
    expect(await ask("window.setTheme", { theme: "dark", more: 1 })).toMatchObject({ ok: false });
    expect(await ask("files.chooseData", { kind: "file", path: "/etc" })).toMatchObject({ ok: false });
    expect(await studio.page.evaluate(() => window.studio.drop(new File(["x"], "made.csv")))).toBeNull();
  });
});
