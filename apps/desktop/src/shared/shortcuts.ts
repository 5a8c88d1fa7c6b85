/** The keys of the actions that have some, by the action's id, as Electron writes them: the menu and the page read them. */
export const shortcuts = {
  "palette.open": "CmdOrCtrl+K",
  "data.open": "CmdOrCtrl+O",
  "data.openFolder": "CmdOrCtrl+Shift+O",
  "train.toggle": "CmdOrCtrl+Enter",
  "train.step": "CmdOrCtrl+Shift+Enter",
  "train.stop": "CmdOrCtrl+.",
  "view.data": "CmdOrCtrl+1",
  "view.train": "CmdOrCtrl+2",
  "view.inspect": "CmdOrCtrl+3",
  "view.predict": "CmdOrCtrl+4",
  "view.runs": "CmdOrCtrl+5",
  "view.learn": "CmdOrCtrl+6",
  "learn.previous": "CmdOrCtrl+PageUp",
  "learn.next": "CmdOrCtrl+PageDown",
  "help.shortcuts": "CmdOrCtrl+/",
} as const;
export type ShortcutId = keyof typeof shortcuts;
