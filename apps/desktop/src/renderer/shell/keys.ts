import { type ShortcutId, shortcuts } from "../../shared/shortcuts.js";

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** The id of the action whose keys these are. */
export function shortcutOf(pressed: Pressed, mac: boolean): ShortcutId | undefined {
  const command = mac ? pressed.metaKey && !pressed.ctrlKey : pressed.ctrlKey && !pressed.metaKey;
  if (!command || pressed.altKey) return undefined;
  const keys = `CmdOrCtrl+${pressed.shiftKey ? "Shift+" : ""}${pressed.key.length === 1 ? pressed.key.toUpperCase() : pressed.key}`;
  return (Object.keys(shortcuts) as ShortcutId[]).find((id) => shortcuts[id] === keys);
}

/** The keys as this system writes them: `Ctrl+Shift+O`, `⇧⌘O`; undefined where the action has none. */
export function keysOf(id: string, mac: boolean): string | undefined {
  const keys: string | undefined = shortcuts[id as ShortcutId];
  if (keys === undefined) return undefined;
  const parts = keys.split("+");
  const key = parts.at(-1)!;
  if (!mac) return parts.map((part) => (part === "CmdOrCtrl" ? "Ctrl" : part)).join("+");
  return `${parts.includes("Shift") ? "⇧" : ""}⌘${key === "Enter" ? "↩" : key}`;
}
