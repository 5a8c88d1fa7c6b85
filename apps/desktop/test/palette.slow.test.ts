import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench, type Studio } from "./studio.js";

const bench = await openBench();
const open = bench as Bench;

const suite = typeof bench === "string" ? describe.skip : describe;
suite(`what can be done, by name, by keys and from the menu ${typeof bench === "string" ? `(${bench})` : ""}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await open.launch();
  });
  afterAll(() => open.close());

  const menu = () =>
    studio.app.evaluate(({ Menu }) => {
      const items = (under: Electron.Menu | null | undefined): Electron.MenuItem[] =>
        (under?.items ?? []).flatMap((item) => [item, ...items(item.submenu)]);
      return items(Menu.getApplicationMenu()).map(({ label }) => label);
    });

  it("finds an action by a part of its name, and does it", async () => {
    const { page } = studio;
    await page.keyboard.press("Control+K");
    await page.getByRole("dialog", { name: "Command palette" }).waitFor();
    await page.keyboard.type("show ru");
    await page.getByRole("option", { name: /Show Runs/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Runs", exact: true }).waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("shows only what can be done now", async () => {
    const { page } = studio;
    await page.keyboard.press("Control+K");
    await page.getByRole("option", { name: /Open Data…/ }).waitFor();
    expect(await page.getByRole("option", { name: /Stop Training|Resume the Selected/ }).count()).toBe(0);
    await page.keyboard.type("no such thing");
    await page.getByText("Nothing that can be done now has this name.").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  });

  it("lists all keys, which do what they say", async () => {
    const { page } = studio;
    await page.keyboard.press("Control+/");
    const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await dialog.getByText("Ctrl+Shift+O").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+2");
    await page.getByRole("region", { name: "Train", exact: true }).waitFor();
  });

  it("keeps the theme, the window's place and the recent files for the next start", async () => {
    await studio.chooseInDialog(open.folder);
    await studio.page.keyboard.press("Control+5");
    await studio.page.getByRole("button", { name: "Open project…" }).click();
    await expect.poll(menu).toContainEqual(expect.stringMatching(/^studio-\w+ \(project\)$/));
    await studio.page.keyboard.press("Control+K");
    await studio.page.keyboard.type("dark");
    await studio.page.keyboard.press("Enter");
    const isDark = () => studio.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    await expect.poll(isDark).toBe(true);
    const bounds = { x: 60, y: 40, width: 1100, height: 700 };
    await studio.app.evaluate(
      ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0].setBounds(to),
      bounds,
    );
    await studio.quit();
    studio = await open.launch();
    expect(
      await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds()),
    ).toEqual(bounds);
    await expect.poll(isDark).toBe(true);
    expect(await menu()).toContainEqual(expect.stringMatching(/^studio-\w+ \(project\)$/));
  });
});
