import { askMain } from "../client.js";
import { usePalette } from "../state/palette.js";
import { useView, type ViewName, viewNames } from "../state/view.js";
import type { Action } from "./action.js";

const show = (view: ViewName): Action => ({
  id: `view.${view}`,
  title: `Show ${view[0].toUpperCase()}${view.slice(1)}`,
  run: () => useView.getState().show(view),
});

const theme = (name: "light" | "dark" | "system", title: string): Action => ({
  id: `theme.${name}`,
  title,
  run: () => askMain("window.setTheme", { theme: name }),
});

/** What belongs to no view. */
export const shellActions: readonly Action[] = [
  ...viewNames.map(show),
  theme("light", "Light Theme"),
  theme("dark", "Dark Theme"),
  theme("system", "Theme of the System"),
  { id: "palette.open", title: "Command Palette…", run: () => usePalette.getState().show("palette") },
  { id: "help.shortcuts", title: "Keyboard Shortcuts", run: () => usePalette.getState().show("shortcuts") },
];
