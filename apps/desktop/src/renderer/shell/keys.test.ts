import { expect, it } from "vitest";
import { shortcuts } from "../../shared/shortcuts.js";
import { keysOf, shortcutOf } from "./keys.js";

const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

it("no two actions have the same keys", () => {
  expect(new Set(Object.values(shortcuts)).size).toBe(Object.keys(shortcuts).length);
});

it("finds the action of the keys that are pressed, by the system's own command key", () => {
  expect(shortcutOf(press("k", { ctrlKey: true }), false)).toBe("palette.open");
  expect(shortcutOf(press("O", { ctrlKey: true, shiftKey: true }), false)).toBe("data.openFolder");
  expect(shortcutOf(press("Enter", { metaKey: true }), true)).toBe("train.toggle");
  expect(shortcutOf(press("k", { metaKey: true }), false)).toBeUndefined();
  expect(shortcutOf(press("k", { ctrlKey: true, altKey: true }), false)).toBeUndefined();
  expect(shortcutOf(press("k"), false)).toBeUndefined();
});

it("writes keys as the system does", () => {
  expect(keysOf("data.openFolder", false)).toBe("Ctrl+Shift+O");
  expect(keysOf("data.openFolder", true)).toBe("⇧⌘O");
  expect(keysOf("train.toggle", true)).toBe("⌘↩");
  expect(keysOf("theme.dark", true)).toBeUndefined();
});
